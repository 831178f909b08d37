/** Segments, units and colleagues: what filters and pickers offer and what names stand for. */
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { http, unwrap } from '../api/client';
import type { OrgUnit, Segment, User } from '../api/types';

const PAGE = 200;

/** All pages of a dictionary; each is a few hundred entries at most. */
async function everything<T>(
  page: (token: string | undefined) => Promise<{ items: T[]; next: string }>,
): Promise<T[]> {
  const found: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await page(token);
    found.push(...items);
    token = next || undefined;
  } while (token);
  return found;
}

export const segmentsQuery = queryOptions({
  queryKey: ['segments', 'list'],
  staleTime: 300_000,
  queryFn: ({ signal }) =>
    everything<Segment>(async (page_token) => {
      const query = { page_size: PAGE, page_token };
      const answer = await unwrap(http.GET('/v1/segments', { params: { query }, signal }));
      return { items: answer.segments, next: answer.next_page_token };
    }),
});

export const orgUnitsQuery = queryOptions({
  queryKey: ['orgUnits', 'list'],
  staleTime: 300_000,
  queryFn: ({ signal }) =>
    everything<OrgUnit>(async (page_token) => {
      const query = { page_size: PAGE, page_token };
      const answer = await unwrap(http.GET('/v1/orgUnits', { params: { query }, signal }));
      return { items: answer.org_units, next: answer.next_page_token };
    }),
});

/** People are searched on the server: there may be thousands. */
export const userSearchQuery = (query: string) =>
  queryOptions({
    queryKey: ['users', 'search', query],
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          http.GET('/v1/users', {
            params: { query: { page_size: 30, query: query || undefined, state: ['ACTIVE'] } },
            signal,
          }),
        )
      ).users,
  });

/** Users by name, for names that a page already holds, such as filter chips. */
export const usersQuery = (names: readonly string[]) =>
  queryOptions({
    queryKey: ['users', 'names', [...names].sort()],
    staleTime: 300_000,
    enabled: names.length > 0,
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          http.GET('/v1/users', { params: { query: { page_size: PAGE, names: [...names] } }, signal }),
        )
      ).users,
  });

export interface Option {
  value: string;
  label: string;
}

const toOption = (user: User): Option => ({ value: user.name, label: user.display_name });

/** What a people picker offers for the typed text; those already chosen stay in the list. */
export function useUserOptions(search: string, chosen: readonly string[] = []): Option[] {
  const people = chosen.filter((name) => !SPECIAL.has(name));
  const found = useQuery(userSearchQuery(search)).data;
  const known = useQuery(usersQuery(people)).data;
  return useMemo(() => {
    const options = new Map<string, Option>();
    for (const user of [...(known ?? []), ...(found ?? [])]) options.set(user.name, toOption(user));
    return [...options.values()];
  }, [found, known]);
}

const SPECIAL = new Set(['users/me', 'users/none', 'users/inactive']);

export function useSegments(): Map<string, Segment> {
  const { data } = useQuery(segmentsQuery);
  return useMemo(() => new Map(data?.map((segment) => [segment.name, segment])), [data]);
}

export function useOrgUnits(): Map<string, OrgUnit> {
  const { data } = useQuery(orgUnitsQuery);
  return useMemo(() => new Map(data?.map((unit) => [unit.name, unit])), [data]);
}
