/** Lists of what is sold to one client; keys are [collection, kind, ...] of the features they are of. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import { http, unwrap } from '@/shared/api/client';
import type { Sale } from './counts';
import { type Row, rowOfAgreement, rowOfDeal, rowOfInvoice, rowOfLead } from './rows';

interface Portion {
  rows: Row[];
  next: string;
}
type Fetch = (query: { counterparty: string; page_token?: string }, signal: AbortSignal) => Promise<Portion>;

const page_size = 50;
const DEALS = ['OPEN', 'WON', 'LOST'] as const;
const LEADS = ['OPEN', 'CONVERTED', 'REJECTED'] as const;

const FETCH: Record<Sale, Fetch> = {
  deals: async (query, signal) => {
    const params = { query: { ...query, page_size, state: [...DEALS], order_by: 'create_time desc' } };
    const answer = await unwrap(http.GET('/v1/deals', { params, signal }));
    return { rows: answer.deals.map(rowOfDeal), next: answer.next_page_token };
  },
  leads: async (query, signal) => {
    const params = { query: { ...query, page_size, state: [...LEADS] } };
    const answer = await unwrap(http.GET('/v1/leads', { params, signal }));
    return { rows: answer.leads.map(rowOfLead), next: answer.next_page_token };
  },
  agreements: async (query, signal) => {
    const answer = await unwrap(
      http.GET('/v1/agreements', { params: { query: { ...query, page_size } }, signal }),
    );
    return { rows: answer.agreements.map(rowOfAgreement), next: answer.next_page_token };
  },
  invoices: async (query, signal) => {
    const answer = await unwrap(
      http.GET('/v1/invoices', { params: { query: { ...query, page_size } }, signal }),
    );
    return { rows: answer.invoices.map(rowOfInvoice), next: answer.next_page_token };
  },
};

export const salesQuery = (of: Sale, counterparty: string, enabled: boolean) =>
  infiniteQueryOptions({
    queryKey: [of, 'list', 'ofClient', counterparty],
    enabled,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      FETCH[of]({ counterparty, page_token: pageParam || undefined }, signal),
    getNextPageParam: (last) => last.next || undefined,
  });
