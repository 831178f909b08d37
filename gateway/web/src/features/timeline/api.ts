/** Calls of timelines; keys are ['timeline', kind, ...]. */
import { queryOptions } from '@tanstack/react-query';
import { http, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Line = Schemas['TimelineEntry'];
export type Category = Exclude<Line['category'], ''>;

export interface Wanted {
  record: string;
  category?: Category;
  chain?: string;
}

export const lineKey = (wanted: Wanted) => ['timeline', 'lines', wanted];

export async function fetchLines(
  { record, category, chain }: Wanted,
  page_token: string,
  signal?: AbortSignal,
) {
  const query = { record, category: category && [category], chain, page_token: page_token || undefined };
  const answer = await unwrap(http.GET('/v1/timeline', { params: { query }, signal }));
  return { items: answer.entries, next: answer.next_page_token };
}

/** The chain that is shown alone. */
export interface ChainPick {
  id: string;
  title: string;
}

export type Chain = Schemas['TimelineChain'];

export const chainsQuery = (record: string) =>
  queryOptions({
    queryKey: ['timeline', 'chains', record],
    queryFn: async ({ signal }) =>
      (await unwrap(http.GET('/v1/timelineChains', { params: { query: { record } }, signal }))).chains,
  });

export const touchesQuery = (record: string) =>
  queryOptions({
    queryKey: ['timeline', 'touches', record],
    staleTime: 30_000,
    queryFn: async ({ signal }) =>
      (await unwrap(http.GET('/v1/touches', { params: { query: { record } }, signal }))).touches,
  });
