import { MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { http, unwrap } from '@/shared/api/client';
import type { Segment, User } from '@/shared/api/types';

const segmentsQuery = queryOptions({
  queryKey: ['segments', 'list'],
  queryFn: async ({ signal }) => {
    const answer = await unwrap(http.GET('/v1/segments', { params: { query: { page_size: 200 } }, signal }));
    return (answer.segments ?? []) as Segment[];
  },
});

const usersQuery = (query: string, names: string[]) =>
  queryOptions({
    queryKey: ['users', 'options', query, names],
    queryFn: async ({ signal }) => {
      const filter = names.length > 0 ? { names } : { query, state: ['ACTIVE' as const, 'INVITED' as const] };
      const answer = await unwrap(
        http.GET('/v1/users', { params: { query: { ...filter, page_size: 50 } }, signal }),
      );
      return (answer.users ?? []) as User[];
    },
    placeholderData: keepPreviousData,
  });

/** The server searches: a tenant may have thousands of people. */
export function OwnerPicker(props: { value: string; onChange: (owner: string) => void; disabled?: boolean }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed, 200);
  const found = useQuery(usersQuery(query, []));
  const chosen = useQuery({ ...usersQuery('', [props.value]), enabled: props.value !== '' });
  const options = new Map(
    [...(props.value ? (chosen.data ?? []) : []), ...(found.data ?? [])].map((u) => [u.name, u.display_name]),
  );
  return (
    <Select
      label={t('importsUi.form.owner')}
      placeholder={t('importsUi.form.ownerHint')}
      searchable
      clearable
      disabled={props.disabled}
      nothingFoundMessage={t('ui.nothing')}
      data={[...options].map(([value, label]) => ({ value, label }))}
      // What the server found is shown as it is: it also matches logins and e-mail addresses.
      filter={({ options: all }) => all}
      value={props.value || null}
      onChange={(value) => props.onChange(value ?? '')}
      onSearchChange={(text) => setTyped([...options.values()].includes(text) ? '' : text)}
      clearButtonProps={{ 'aria-label': t('ui.clear') }}
    />
  );
}

export function SegmentsPicker(props: {
  value: string[];
  onChange: (segments: string[]) => void;
  disabled?: boolean;
}) {
  const { t } = useTranslation();
  const segments = useQuery(segmentsQuery);
  return (
    <MultiSelect
      label={t('importsUi.form.segments')}
      searchable
      clearable
      disabled={props.disabled}
      nothingFoundMessage={t('ui.nothing')}
      data={segments.data?.map((one) => ({ value: one.name, label: one.display_name })) ?? []}
      value={props.value}
      onChange={props.onChange}
      clearButtonProps={{ 'aria-label': t('ui.clear') }}
    />
  );
}
