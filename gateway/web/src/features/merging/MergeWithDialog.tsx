import { Button, Group, Modal, MultiSelect, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findQuery } from '@/features/counterparties';
import type { Counterparty } from '@/shared/api/types';
import type { Merge } from './api';
import { MOST_MERGED } from './limits';
import s from './Merge.module.css';
import { MergeDialog } from './MergeDialog';

interface Props {
  row: Counterparty;
  onDone: (made?: Merge) => void;
}

/** From a card: whom to merge it with, then the same comparison as from the list. */
export function MergeWithDialog({ row, onDone }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 200);
  const [known, setKnown] = useState<Map<string, Counterparty>>(new Map());
  const [chosen, setChosen] = useState<string[]>([]);
  const [comparing, setComparing] = useState(false);
  const found = useQuery(findQuery(search, 10)).data ?? [];
  if (comparing) return <MergeDialog names={[row.name, ...chosen]} onDone={onDone} />;
  const offered = new Map([
    ...chosen.map((name) => [name, known.get(name)!] as const),
    ...found.map((one) => [one.name, one] as const),
  ]);
  offered.delete(row.name);
  return (
    <Modal
      opened
      onClose={() => onDone()}
      title={t('merging.withTitle', { name: row.display_name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen.length > 0) setComparing(true);
        }}
      >
        <Stack gap="md">
          <p className={s.hint}>{t('merging.withHint')}</p>
          <MultiSelect
            searchable
            data-autofocus
            label={t('merging.with')}
            placeholder={t('merging.withPlaceholder')}
            maxValues={MOST_MERGED - 1}
            data={[...offered.values()].map((one) => ({
              value: one.name,
              label: [one.display_name, one.inn].filter(Boolean).join(' · '),
            }))}
            value={chosen}
            searchValue={text}
            onSearchChange={setText}
            filter={({ options }) => options}
            nothingFoundMessage={search.length > 1 ? t('ui.nothing') : undefined}
            onChange={(names) => {
              setKnown(offered);
              setChosen(names);
            }}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => onDone()}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" disabled={chosen.length === 0}>
              {t('merging.compare')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
