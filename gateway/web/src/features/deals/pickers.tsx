/** Clients and people of a deal are found on the server, so the typed text filters nothing here. */
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findContactsQuery } from '@/features/contacts';
import { findQuery } from '@/features/counterparties';

export interface PickerProps {
  label: string;
  error?: string;
  autoFocus?: boolean;
  value: string;
  /** How the chosen one is called, as long as nobody has searched for it. */
  known?: string;
  onChange: (name: string) => void;
}

interface Found {
  name: string;
  display_name: string;
  about: string;
}

export function ClientPicker(props: PickerProps) {
  const [asked, search] = useSearchText();
  const { data = [], isFetching } = useQuery(findQuery(asked));
  const found = data.map(({ name, display_name, inn }) => ({ name, display_name, about: inn }));
  return <Picker {...props} found={found} busy={isFetching} onSearch={search} />;
}

/** Of the same base, those with the role. */
export function SupplierPicker(props: PickerProps) {
  const [asked, search] = useSearchText();
  const { data = [], isFetching } = useQuery(findQuery(asked, 8, ['SUPPLIER']));
  const found = data.map(({ name, display_name, inn }) => ({ name, display_name, about: inn }));
  return <Picker {...props} found={found} busy={isFetching} onSearch={search} />;
}

export function ContactPicker(props: PickerProps) {
  const [asked, search] = useSearchText();
  const { data = [], isFetching } = useQuery(findContactsQuery(asked, 8));
  const found = data.map(({ name, display_name, counterparty_display_name: about }) => ({
    name,
    display_name,
    about,
  }));
  return <Picker {...props} found={found} busy={isFetching} onSearch={search} />;
}

export function useSearchText() {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 200);
  return [search, setText] as const;
}

interface FoundProps extends PickerProps {
  found: Found[];
  busy: boolean;
  onSearch: (text: string) => void;
}

/** What the server finds for the typed text. */
export function Picker({ found, busy, onSearch, value, known, autoFocus, onChange, ...input }: FoundProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Found | null>(null);
  const shown = [...found];
  const present = chosen?.name === value ? chosen : { name: value, display_name: known ?? '', about: '' };
  if (value && !shown.some((one) => one.name === value)) shown.push(present);
  return (
    <Select
      searchable
      clearable
      allowDeselect={false}
      data-autofocus={autoFocus}
      clearButtonProps={{ 'aria-label': t('ui.clear') }}
      {...input}
      data={shown.map(({ name, display_name, about }) => ({
        value: name,
        label: [display_name, about].filter(Boolean).join(' · ') || '…',
      }))}
      value={value || null}
      searchValue={text}
      onSearchChange={(next) => {
        setText(next);
        // Once chosen, the box holds its label: no word to search for.
        onSearch(value && next.startsWith(present.display_name) ? '' : next);
      }}
      filter={({ options }) => options}
      nothingFoundMessage={text.length > 1 && !busy ? t('ui.nothing') : undefined}
      onChange={(name) => {
        setChosen(shown.find((one) => one.name === name) ?? null);
        onChange(name ?? '');
      }}
    />
  );
}
