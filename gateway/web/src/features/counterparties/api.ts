/** All calls about counterparties; keys are [collection, kind, ...]. */
import {
  type InfiniteData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { http, idOf, unwrap } from '@/shared/api/client';
import type {
  Counterparty,
  CounterpartyInput,
  CounterpartyKind,
  CounterpartyPatch,
  CounterpartyRole,
  LifecycleStage,
  ManagerConflict,
  MarketState,
  OwnerCascade,
  Schemas,
} from '@/shared/api/types';
import { filterOf, type ListSearch } from '@/shared/lib/search';
import { type Page, patchRow } from '@/shared/ui/data-grid/paging';

const PAGE_SIZE = 100;

/** The address holds texts; what is no enum value the server refuses. */
export function apiFilter(search: ListSearch) {
  const filter = filterOf(search);
  return {
    ...filter,
    kind: filter.kind as CounterpartyKind[] | undefined,
    next_work: filter.next_work as Schemas['CounterpartyNextWorkState'] | undefined,
    market_state: filter.market_state as MarketState[] | undefined,
    roles: filter.roles as CounterpartyRole[] | undefined,
    lifecycle_stage: filter.lifecycle_stage as LifecycleStage[] | undefined,
    manager_conflict: filter.manager_conflict as ManagerConflict[] | undefined,
  };
}

export const listKey = (search: ListSearch) => [
  'counterparties',
  'list',
  { ...filterOf(search), order_by: search.order_by },
];

export async function fetchPage(
  search: ListSearch,
  token: string,
  signal: AbortSignal,
): Promise<Page<Counterparty>> {
  const query = {
    ...apiFilter(search),
    order_by: search.order_by,
    page_size: PAGE_SIZE,
    page_token: token || undefined,
  };
  const answer = await unwrap(http.GET('/v1/counterparties', { params: { query }, signal }));
  return { items: answer.counterparties, next: answer.next_page_token };
}

export function countParams(search: ListSearch, exact: boolean) {
  const filter = apiFilter(search);
  return {
    exact: exact || undefined,
    'filter.query': filter.query,
    'filter.kind': filter.kind,
    'filter.market_state': filter.market_state,
    'filter.segments': filter.segments,
    'filter.owner': filter.owner,
    'filter.roles': filter.roles,
    'filter.custom': filter.custom,
    'filter.manager_conflict': filter.manager_conflict,
    'filter.lifecycle_stage': filter.lifecycle_stage,
    'filter.org_unit': filter.org_unit,
    'filter.source_import': filter.source_import,
    'filter.next_work': filter.next_work,
    'filter.deleted': filter.deleted,
    'filter.registry_alarming': filter.registry_alarming,
  };
}

export const countQuery = (search: ListSearch, exact = false) =>
  queryOptions({
    queryKey: ['counterparties', 'count', filterOf(search), exact],
    queryFn: ({ signal }) =>
      unwrap(http.GET('/v1/counterparties:count', { params: { query: countParams(search, exact) }, signal })),
  });

export const itemKey = (name: string) => ['counterparties', 'item', name];

export const fetchItem = (name: string, signal?: AbortSignal) =>
  unwrap(
    http.GET('/v1/counterparties/{counterparty}', {
      params: { path: { counterparty: idOf(name) } },
      signal,
    }),
  );

export const itemQuery = (name: string) =>
  queryOptions({
    queryKey: itemKey(name),
    queryFn: ({ signal }) => fetchItem(name, signal),
  });

/** A few best matches for pickers and the palette. */
export const findQuery = (text: string, size = 8, roles?: CounterpartyRole[]) =>
  queryOptions({
    queryKey: ['counterparties', 'find', text, size, roles],
    enabled: text.length > 1,
    queryFn: async ({ signal }) => {
      const query = { query: text, page_size: size, roles };
      return (await unwrap(http.GET('/v1/counterparties', { params: { query }, signal }))).counterparties;
    },
  });

/** After a change of ours every list may order or count differently. */
export function refreshLists(client: QueryClient) {
  void client.invalidateQueries({ queryKey: ['counterparties', 'list'] });
  void client.invalidateQueries({ queryKey: ['counterparties', 'count'] });
  void client.invalidateQueries({ queryKey: ['counterparties', 'find'] });
}

/** A changed row where it stands: lists keep their order until they are asked for anew. */
export function patchLists(client: QueryClient, row: Counterparty) {
  client.setQueryData(itemKey(row.name), row);
  client.setQueriesData<InfiniteData<Page<Counterparty>>>(
    { queryKey: ['counterparties', 'list'] },
    (data) => data && { ...data, pages: patchRow(data.pages, row) },
  );
  void client.invalidateQueries({ queryKey: ['counterparties', 'count'] });
  void client.invalidateQueries({ queryKey: ['audit', row.name] });
}

function useStored(then?: (client: QueryClient, stored: Counterparty) => void) {
  const client = useQueryClient();
  return (stored: Counterparty) => {
    client.setQueryData(itemKey(stored.name), stored);
    void client.invalidateQueries({ queryKey: ['audit', stored.name] });
    refreshLists(client);
    then?.(client, stored);
  };
}

interface NewCounterparty {
  body: CounterpartyInput;
  request_id: string;
  bypass_duplicates?: boolean;
}

export function useCreate() {
  const onSuccess = useStored();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ body, ...query }: NewCounterparty) =>
      unwrap(http.POST('/v1/counterparties', { params: { query }, body })),
    onSuccess,
  });
}

export const patch = (name: string, body: CounterpartyPatch, owner_cascade: OwnerCascade[] = []) =>
  unwrap(
    http.PATCH('/v1/counterparties/{counterparty}', {
      params: { path: { counterparty: idOf(name) }, query: { owner_cascade } },
      body,
    }),
  );

type Change = CounterpartyPatch & { owner_cascade?: OwnerCascade[] };

/** Shows the change at once and puts the old value back if the server refuses. */
export function useUpdate(name: string) {
  const client = useQueryClient();
  const onSuccess = useStored();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ owner_cascade, ...body }: Change) => patch(name, body, owner_cascade),
    onMutate: async (body) => {
      await client.cancelQueries({ queryKey: itemKey(name) });
      const before = client.getQueryData<Counterparty>(itemKey(name));
      if (before) {
        const { etag: _etag, owner_cascade: _along, ...fields } = body;
        client.setQueryData(itemKey(name), { ...before, ...fields });
      }
      return { before };
    },
    onError: (_error, _body, context) => {
      if (context?.before) client.setQueryData(itemKey(name), context.before);
    },
    onSuccess,
  });
}

export function useDelete() {
  const onSuccess = useStored();
  return useMutation({
    mutationFn: ({ name, etag }: { name: string; etag?: string }) =>
      unwrap(
        http.DELETE('/v1/counterparties/{counterparty}', {
          params: { path: { counterparty: idOf(name) }, query: { etag } },
        }),
      ),
    onSuccess,
  });
}

export function useUndelete() {
  const onSuccess = useStored();
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(
        http.POST('/v1/counterparties/{counterparty}:undelete', {
          params: { path: { counterparty: idOf(name) } },
          body: {},
        }),
      ),
    onSuccess,
  });
}
