import { NativeSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { type Deal, fittingQuery, productsQuery, type Terms } from './api';
import s from './Lines.module.css';

interface AgreementProps {
  deal: Deal;
  value: string;
  error?: string;
  /** With what it says, if one was chosen. */
  onChange: (name: string, terms?: Terms) => void;
}

/** The sale terms it goes by, of those that its client may have. */
export function AgreementSelect({ deal, value, error, onChange }: AgreementProps) {
  const { t } = useTranslation();
  const reads = useCan()('agreements.read');
  const { data = [] } = useQuery({ ...fittingQuery(deal.counterparty), enabled: reads });
  const fitting = data.filter((each) => each.kind === 'STANDARD' || each.counterparty === deal.counterparty);
  // One that fits no more stays until somebody chooses another.
  const known = !value || fitting.some((each) => each.name === value);
  if (!reads) return null;
  return (
    <NativeSelect
      className={s.list}
      label={t('lines.agreement')}
      value={value}
      error={error}
      data={[
        { value: '', label: t('lines.noAgreement') },
        ...fitting.map((each) => ({ value: each.name, label: each.display_name })),
        ...(known ? [] : [{ value, label: t('lines.presentAgreement') }]),
      ]}
      onChange={(event) => {
        const name = event.currentTarget.value;
        onChange(name, fitting.find((each) => each.name === name)?.terms ?? undefined);
      }}
    />
  );
}

/** Products are found on the server, so the typed text filters nothing here. */
export function ProductSelect({ onChoose }: { onChoose: (product: string, title: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 200);
  const { data = [], isFetching } = useQuery(productsQuery(search));
  return (
    <Select
      className={s.product}
      searchable
      aria-label={t('lines.product')}
      placeholder={t('lines.product')}
      limit={50}
      data={data.map(({ name, display_name, code }) => ({
        value: name,
        label: [display_name, code].filter(Boolean).join(' · '),
      }))}
      value={null}
      searchValue={text}
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={isFetching ? undefined : t('ui.nothing')}
      onChange={(name) => {
        const chosen = data.find((each) => each.name === name);
        if (chosen) onChoose(chosen.name, chosen.display_name);
        setText('');
      }}
    />
  );
}
