/** All calls about leads; keys are [collection, kind, ...]. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';
import type { LeadSearch } from './search';

export type Lead = Schemas['Lead'];
export type LeadInput = Schemas['LeadInput'];
export type LeadStatus = Schemas['LeadStatus'];
export type LossReason = Schemas['LossReason'];
export type Assignment = Schemas['LeadAssignment'];
export type LeadDuplicate = Schemas['LeadDuplicate'];
export interface Conversion {
  etag?: string;
  deal?: Schemas['DealInput'];
  counterparty?: string;
  contact?: string;
  new_client?: Schemas['ConvertLeadRequestNewClientInput'];
  new_contact?: boolean;
  bypass_duplicates?: boolean;
}

const filterOf = ({ query, owner, org_unit, status, state, source, campaign }: LeadSearch) => ({
  query,
  owner,
  org_unit,
  status,
  source,
  campaign,
  state: state as Lead['state'][] | undefined,
});

export const listKey = (search: LeadSearch) => [
  'leads',
  'list',
  { ...filterOf(search), order_by: search.order_by },
];

export async function fetchLeads(search: LeadSearch, page_token: string, signal: AbortSignal) {
  const query = {
    ...filterOf(search),
    order_by: search.order_by,
    page_size: 100,
    page_token: page_token || undefined,
  };
  const answer = await unwrap(http.GET('/v1/leads', { params: { query }, signal }));
  return { items: answer.leads, next: answer.next_page_token };
}

export const countQuery = (search: LeadSearch) =>
  queryOptions({
    queryKey: ['leads', 'count', filterOf(search)],
    queryFn: ({ signal }) => {
      const filter = Object.entries(filterOf(search)).map(([key, value]) => [`filter.${key}`, value]);
      return unwrap(http.GET('/v1/leads:count', { params: { query: Object.fromEntries(filter) }, signal }));
    },
  });

const leadKey = (name: string) => ['leads', 'item', name];
const at = (name: string) => ({ path: { lead: idOf(name) } });

export const leadQuery = (name: string) =>
  queryOptions({
    queryKey: leadKey(name),
    queryFn: ({ signal }): Promise<Lead> =>
      unwrap(http.GET('/v1/leads/{lead}', { params: at(name), signal })),
  });

export const assignmentsQuery = (lead: string) =>
  queryOptions({
    queryKey: ['assignments', 'of', lead],
    queryFn: async ({ signal }) => {
      const query = { lead, page_size: 50 };
      return (await unwrap(http.GET('/v1/assignments', { params: { query }, signal }))).assignments;
    },
  });

/** What the lead may repeat, as far as it is typed. */
export const duplicatesQuery = (lead: LeadInput) =>
  queryOptions({
    queryKey: ['leads', 'duplicates', lead],
    enabled: Boolean(lead.inn || lead.phones?.length || lead.emails?.length || lead.company_name),
    queryFn: async ({ signal }) =>
      (await unwrap(http.POST('/v1/leads:findDuplicates', { body: { lead }, signal }))).duplicates,
  });

export const statusesQuery = queryOptions({
  queryKey: ['leadStatuses', 'list'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const query = { page_size: 200 };
    return (await unwrap(http.GET('/v1/leadStatuses', { params: { query }, signal }))).lead_statuses;
  },
});

export const reasonsQuery = queryOptions({
  queryKey: ['lossReasons', 'list'],
  queryFn: async ({ signal }) => {
    const query = { page_size: 200 };
    return (await unwrap(http.GET('/v1/lossReasons', { params: { query }, signal }))).loss_reasons;
  },
});

/** A change of one lead; what it answers is the lead as it is now. */
export function useChangeLead<V>(change: (value: V) => Promise<Lead>) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: change,
    onSuccess: (lead) => client.setQueryData(leadKey(lead.name), lead),
    onSettled: () => client.invalidateQueries({ queryKey: ['leads'] }),
  });
}

export const createLead = ({ assign, ...body }: LeadInput & { assign?: boolean }) =>
  unwrap(http.POST('/v1/leads', { params: { query: { assign, request_id: requestId(body) } }, body }));

export const updateLead = ({ name, ...body }: Partial<LeadInput> & { name: string }) =>
  unwrap(http.PATCH('/v1/leads/{lead}', { params: at(name), body }));

export const rejectLead = ({ name, ...body }: { name: string; reason: string; comment: string }) =>
  unwrap(http.POST('/v1/leads/{lead}:reject', { params: at(name), body }));

export const reopenLead = (name: string) =>
  unwrap(http.POST('/v1/leads/{lead}:reopen', { params: at(name), body: {} }));

export const deleteLead = (name: string) => unwrap(http.DELETE('/v1/leads/{lead}', { params: at(name) }));

export const undeleteLead = (name: string) =>
  unwrap(http.POST('/v1/leads/{lead}:undelete', { params: at(name), body: {} }));

export function useConvert(name: string) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: (body: Conversion) =>
      unwrap(http.POST('/v1/leads/{lead}:convert', { params: at(name), body })),
    onSettled: () =>
      Promise.all(['leads', 'deals', 'boards'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useAssign(name: string) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: () => unwrap(http.POST('/v1/leads/{lead}:assign', { params: at(name), body: {} })),
    onSettled: () =>
      Promise.all(['leads', 'assignments'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
