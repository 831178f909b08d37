/** All calls about deals; keys are [collection, kind, ...]. */
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';
import type { Place } from './model';
import { type DealSearch, filterOf } from './search';

export type Deal = Schemas['Deal'];
export type DealInput = Schemas['DealInput'];
export type Funnel = Schemas['Funnel'];
export type DealMove = Schemas['DealMove'];
export type Missing = Schemas['Missing'];

export const funnelsQuery = queryOptions({
  queryKey: ['funnels', 'list'],
  queryFn: async ({ signal }) => {
    const query = { page_size: 50, show_archived: true };
    return (await unwrap(http.GET('/v1/funnels', { params: { query }, signal }))).funnels;
  },
});

/** As a deal under way goes by it: versions never change. */
export const funnelQuery = (name: string, stages_version: number) =>
  queryOptions({
    queryKey: ['funnels', 'item', name, stages_version],
    queryFn: ({ signal }): Promise<Funnel> =>
      unwrap(
        http.GET('/v1/funnels/{funnel}', {
          params: { path: { funnel: idOf(name) }, query: { stages_version: stages_version || undefined } },
          signal,
        }),
      ),
  });

export const lossReasonsQuery = queryOptions({
  queryKey: ['lossReasons', 'list'],
  queryFn: async ({ signal }) => {
    const query = { page_size: 200 };
    return (await unwrap(http.GET('/v1/lossReasons', { params: { query }, signal }))).loss_reasons;
  },
});

export const listKey = (search: DealSearch) => [
  'deals',
  'list',
  { ...filterOf(search), order_by: search.order_by },
];

export async function fetchDeals(search: DealSearch, page_token: string, signal: AbortSignal) {
  const order_by = search.order_by ?? 'create_time desc';
  const query = { ...filterOf(search), order_by, page_size: 100, page_token: page_token || undefined };
  const answer = await unwrap(http.GET('/v1/deals', { params: { query }, signal }));
  return { items: answer.deals, next: answer.next_page_token };
}

type Nested<F> = { [K in keyof F & string as `filter.${K}`]: F[K] };
const nested = <F extends object>(filter: F) =>
  Object.fromEntries(Object.entries(filter).map(([key, value]) => [`filter.${key}`, value])) as Nested<F>;

export const countQuery = (search: DealSearch) =>
  queryOptions({
    queryKey: ['deals', 'count', filterOf(search)],
    queryFn: ({ signal }) =>
      unwrap(http.GET('/v1/deals:count', { params: { query: nested(filterOf(search)) }, signal })),
  });

export const dealKey = (name: string) => ['deals', 'item', name];

export const dealQuery = (name: string) =>
  queryOptions({
    queryKey: dealKey(name),
    queryFn: ({ signal }): Promise<Deal> =>
      unwrap(http.GET('/v1/deals/{deal}', { params: { path: { deal: idOf(name) } }, signal })),
  });

export const movesQuery = (name: string) =>
  queryOptions({
    queryKey: ['deals', 'of', name, 'moves'],
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          http.GET('/v1/deals/{deal}/moves', {
            params: { path: { deal: idOf(name) }, query: { page_size: 100 } },
            signal,
          }),
        )
      ).moves,
  });

/** What a deal lacks for a stage; "" is to be won. */
export const checkMove = (name: string, stage: string) =>
  unwrap(
    http.GET('/v1/deals/{deal}:checkMove', { params: { path: { deal: idOf(name) }, query: { stage } } }),
  );

/** After a change of ours boards, lists and numbers may be otherwise. */
export function refreshDeals(client: QueryClient, deal?: Deal) {
  if (deal) client.setQueryData(dealKey(deal.name), deal);
  void client.invalidateQueries({ queryKey: ['boards'] });
  void client.invalidateQueries({ queryKey: ['deals'] });
  if (deal) void client.invalidateQueries({ queryKey: ['audit', deal.name] });
}

export function useCreateDeal() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: (body: DealInput) =>
      unwrap(http.POST('/v1/deals', { params: { query: { request_id: requestId(body) } }, body })),
    onSuccess: (deal) => refreshDeals(client, deal),
  });
}

/** Why it may break its agreement; nothing: it may not. */
const overriding = (comment = '') =>
  comment.trim() ? { override_agreement: true, override_comment: comment.trim() } : {};

export function useUpdateDeal(name: string) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ override, ...body }: Partial<DealInput> & { etag?: string; override?: string }) =>
      unwrap(
        http.PATCH('/v1/deals/{deal}', {
          params: { path: { deal: idOf(name) }, query: overriding(override) },
          body,
        }),
      ),
    onSuccess: (deal) => refreshDeals(client, deal),
  });
}

export interface Move extends Place {
  name: string;
  from: string;
  /** What the stage asks for, filled in before the move. */
  deal?: Partial<DealInput>;
  /** Why that may break the agreement. */
  override?: string;
}

export const sendMove = ({ name, stage, after, from, deal, override }: Move): Promise<Deal> =>
  unwrap(
    http.POST('/v1/deals/{deal}:move', {
      params: { path: { deal: idOf(name) } },
      body: {
        stage,
        from_stage: from,
        after,
        ...(deal ? { deal: deal as DealInput, update_mask: Object.keys(deal).join(',') } : {}),
        ...overriding(override),
      },
    }),
  );

export interface Closing {
  name: string;
  way: 'win' | 'lose';
  reason?: string;
  comment?: string;
}

export const sendClosing = ({ name, way, reason, comment }: Closing): Promise<Deal> => {
  const params = { path: { deal: idOf(name) } };
  return way === 'win'
    ? unwrap(http.POST('/v1/deals/{deal}:win', { params, body: { comment } }))
    : unwrap(http.POST('/v1/deals/{deal}:lose', { params, body: { reason: reason ?? '', comment } }));
};

export const reopenDeal = (name: string): Promise<Deal> =>
  unwrap(http.POST('/v1/deals/{deal}:reopen', { params: { path: { deal: idOf(name) } }, body: {} }));
