import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findContactsQuery } from '@/features/contacts';
import { findQuery } from '@/features/counterparties';
import type { Contact, Counterparty } from '@/shared/api/types';
import type { Party } from './api';

/** As much of a party as is known of one that was found by search. */
export type Chosen = Pick<Party, 'name' | 'kind' | 'display_name'>;

interface Props {
  label: string;
  value: Chosen | null;
  /** Those that make no sense here. */
  without: readonly string[];
  error?: string;
  onChange: (value: Chosen | null) => void;
}

const ofClient = ({ name, kind, display_name }: Counterparty): Chosen => ({ name, kind, display_name });
export const ofContact = ({ name, display_name }: Contact): Chosen => ({
  name,
  kind: 'CONTACT',
  display_name,
});

/** Clients and contacts are found on the server, so the typed text filters nothing here. */
export function PartyPicker({ label, value, without, error, onChange }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 200);
  // Once chosen, the box holds its label: no word to search for.
  const asked = value && text.startsWith(value.display_name) ? '' : search;
  const clients = useQuery(findQuery(asked));
  const people = useQuery(findContactsQuery(asked, 8));
  const known = new Map<string, { party: Chosen; about: string }>();
  for (const one of clients.data ?? []) known.set(one.name, { party: ofClient(one), about: one.inn });
  for (const one of people.data ?? []) {
    known.set(one.name, { party: ofContact(one), about: one.counterparty_display_name });
  }
  if (value && !known.has(value.name)) known.set(value.name, { party: value, about: '' });
  for (const name of without) known.delete(name);
  const options = (group: string, contacts: boolean) => ({
    group,
    items: [...known.values()]
      .filter(({ party }) => (party.kind === 'CONTACT') === contacts)
      .map(({ party, about }) => ({
        value: party.name,
        label: [party.display_name, about].filter(Boolean).join(' · '),
      })),
  });
  const busy = asked.length > 1 && (clients.isFetching || people.isFetching);
  return (
    <Select
      searchable
      clearable
      data-autofocus
      allowDeselect={false}
      clearButtonProps={{ 'aria-label': t('ui.clear') }}
      label={label}
      placeholder={t('relations.search')}
      error={error}
      data={[options(t('relations.clients'), false), options(t('relations.contacts'), true)]}
      value={value?.name ?? null}
      searchValue={text}
      onSearchChange={setText}
      filter={({ options: all }) => all}
      nothingFoundMessage={asked.length > 1 && !busy ? t('ui.nothing') : undefined}
      onChange={(name) => onChange(known.get(name ?? '')?.party ?? null)}
    />
  );
}
