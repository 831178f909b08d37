/** All calls about duplicates; keys are [collection, kind, ...]. */
import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';
import type { ContactInput, CounterpartyInput } from '@/shared/api/types';

type Schemas = components['schemas'];
export type DuplicatePair = Schemas['DuplicatePair'];
export type DuplicateReason = Schemas['DuplicateReason'];
export type DuplicateCandidate = Schemas['DuplicateCandidate'];
export type PairState = Exclude<DuplicatePair['state'], ''>;
type PairPage = Schemas['ListDuplicatePairsResponse'];

export interface QueueFilter {
  state: PairState;
  min_score?: number;
}

/** What is known of a client that is being typed. */
export interface DuplicateDraft {
  /** Its fields; with a name, it is this client's own change. */
  counterparty: Partial<CounterpartyInput> & { name?: string };
  contacts?: Partial<ContactInput>[];
}

const PAGE_SIZE = 30;
const PAIRS = ['duplicatePairs'];

export const pairsQuery = (filter: QueueFilter) =>
  infiniteQueryOptions({
    queryKey: [...PAIRS, 'list', filter],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/v1/duplicatePairs', {
          params: { query: { ...filter, page_size: PAGE_SIZE, page_token: pageParam || undefined } },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.next_page_token || undefined,
  });

export const pairCountQuery = (filter: QueueFilter) =>
  queryOptions({
    queryKey: [...PAIRS, 'count', filter],
    queryFn: ({ signal }) =>
      unwrap(
        http.GET('/v1/duplicatePairs:count', {
          params: { query: { 'filter.state': filter.state, 'filter.min_score': filter.min_score } },
          signal,
        }),
      ),
  });

export const candidatesQuery = (draft: DuplicateDraft, enabled: boolean) =>
  queryOptions({
    queryKey: ['duplicates', 'find', draft],
    enabled,
    retry: false,
    staleTime: 30_000,
    // What was found stays in sight while more is typed.
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          http.POST('/v1/counterparties:findDuplicates', {
            body: draft as Schemas['FindDuplicatesRequest'],
            signal,
          }),
        )
      ).candidates,
  });

type Pages = InfiniteData<PairPage, string>;

/** A decided pair leaves the list at once, wherever it stands. */
export function withoutPair(pages: Pages | undefined, name: string): Pages | undefined {
  if (!pages) return pages;
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      duplicate_pairs: page.duplicate_pairs.filter((pair) => pair.name !== name),
    })),
  };
}

function drop(client: QueryClient, name: string) {
  client.setQueriesData<Pages>({ queryKey: [...PAIRS, 'list'] }, (pages) => withoutPair(pages, name));
}

export const refreshPairs = (client: QueryClient) => client.invalidateQueries({ queryKey: PAIRS });

function useDecision(decide: (pair: DuplicatePair) => Promise<DuplicatePair>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: decide,
    onMutate: async (pair) => {
      await client.cancelQueries({ queryKey: [...PAIRS, 'list'] });
      drop(client, pair.name);
    },
    onError: () => refreshPairs(client),
    onSuccess: () => client.invalidateQueries({ queryKey: [...PAIRS, 'count'] }),
  });
}

const pathOf = (pair: DuplicatePair) => ({ path: { duplicate_pair: idOf(pair.name) } });

export const useDismiss = () =>
  useDecision((pair) =>
    unwrap(
      http.POST('/v1/duplicatePairs/{duplicate_pair}:dismiss', {
        params: pathOf(pair),
        body: { etag: pair.etag },
      }),
    ),
  );

export const useReopen = () =>
  useDecision((pair) =>
    unwrap(
      http.POST('/v1/duplicatePairs/{duplicate_pair}:reopen', {
        params: pathOf(pair),
        body: { etag: pair.etag },
      }),
    ),
  );

export const useScan = () =>
  useMutation({
    mutationFn: () => unwrap(http.POST('/v1/duplicatePairs:scan', { body: { request_id: requestId() } })),
  });
