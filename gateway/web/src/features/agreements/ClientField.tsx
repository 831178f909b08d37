import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findQuery } from '@/features/counterparties';

interface Props {
  value: string;
  known?: string;
  error?: string;
  onChange: (name: string) => void;
}

/** Clients are found on the server, so the typed text filters nothing here. */
export function ClientField({ value, known, error, onChange }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(known ?? '');
  const [search] = useDebouncedValue(text.trim() === chosen ? '' : text.trim(), 200);
  const { data = [] } = useQuery(findQuery(search));
  const found = data.map(({ name, display_name }) => ({ value: name, label: display_name }));
  const shown = !value || found.some((each) => each.value === value);
  return (
    <Select
      searchable
      label={t('agreements.client')}
      error={error}
      data={shown ? found : [...found, { value, label: chosen }]}
      value={value || null}
      searchValue={text}
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={search.length > 1 ? t('ui.nothing') : undefined}
      onChange={(name) => {
        setChosen(found.find((each) => each.value === name)?.label ?? '');
        onChange(name ?? '');
      }}
    />
  );
}
