import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { usersQuery, useSegments } from '@/shared/session/directory';
import { useCan } from '@/shared/session/session';
import { type NameOf, namesIn } from '../fields/valueText';

const MOST = 150;

/** Names of the users and segments that the given values mention. */
export function useNames(values: readonly { field: string; value: unknown }[]): NameOf {
  const can = useCan();
  const segments = useSegments();
  const people = useMemo(
    () => [...new Set(values.flatMap(({ field, value }) => namesIn(field, value)))].slice(0, MOST),
    [values],
  );
  const known = useQuery({
    ...usersQuery(people),
    enabled: people.length > 0 && can('users.read'),
  }).data;
  return useCallback(
    (name) => segments.get(name)?.display_name ?? known?.find((user) => user.name === name)?.display_name,
    [segments, known],
  );
}
