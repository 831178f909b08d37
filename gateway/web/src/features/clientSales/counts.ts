/** What the tabs of a client's card need before they are opened: what there is, and how much of it. */
import { queryOptions } from '@tanstack/react-query';
import { http, unwrap } from '@/shared/api/client';

export const SALES = ['deals', 'leads', 'agreements', 'invoices'] as const;
export type Sale = (typeof SALES)[number];

/** How many are open; of agreements and invoices nobody counts. */
export const saleCountQuery = (of: Sale, client: string) =>
  queryOptions({
    queryKey: [of, 'count', { counterparty: client }],
    staleTime: 30_000,
    queryFn: ({ signal }) => {
      const params = { query: { 'filter.counterparty': client } };
      return unwrap(
        of === 'leads'
          ? http.GET('/v1/leads:count', { params, signal })
          : http.GET('/v1/deals:count', { params, signal }),
      );
    },
  });
