/** All calls about works; keys are [collection, kind, ...]. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';
import { filterOf, type WorkSearch } from './search';

export type Work = Schemas['Work'];
export type WorkInput = Schemas['WorkInput'];
export type WorkAction = Schemas['WorkAction'];
export type WorkResult = Schemas['WorkResult'];
export type When = Schemas['When'];
export type WhenInput = Schemas['WhenInput'];
export type Reminder = Schemas['Reminder'];
export type Sign = 'PLUS' | 'MINUS';
export type State = Work['state'];

export const listKey = (search: WorkSearch, zone: string) => [
  'works',
  'list',
  { ...filterOf(search, zone), order_by: search.order_by },
];

export async function fetchWorks(search: WorkSearch, zone: string, page_token: string, signal?: AbortSignal) {
  const query = {
    ...filterOf(search, zone),
    order_by: search.order_by,
    page_size: 100,
    page_token: page_token || undefined,
  };
  const answer = await unwrap(http.GET('/v1/works', { params: { query }, signal }));
  return { items: answer.works, next: answer.next_page_token };
}

export const countOf = (filter: ReturnType<typeof filterOf>) =>
  queryOptions({
    queryKey: ['works', 'count', filter],
    staleTime: 30_000,
    queryFn: ({ signal }) => {
      const asked = Object.entries(filter).map(([key, value]) => [`filter.${key}`, value]);
      return unwrap(http.GET('/v1/works:count', { params: { query: Object.fromEntries(asked) }, signal }));
    },
  });

export const countQuery = (search: WorkSearch, zone: string) => countOf(filterOf(search, zone));

const workKey = (name: string) => ['works', 'item', name];
const at = (name: string) => ({ path: { work: idOf(name) } });

export const workQuery = (name: string) =>
  queryOptions({
    queryKey: workKey(name),
    queryFn: ({ signal }): Promise<Work> =>
      unwrap(http.GET('/v1/works/{work}', { params: at(name), signal })),
  });

export const actionsQuery = queryOptions({
  queryKey: ['workActions', 'list'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const query = { page_size: 200 };
    return (await unwrap(http.GET('/v1/workActions', { params: { query }, signal }))).work_actions;
  },
});

/** A change of works: all that shows them asks again. */
export function useChangeWork<V, R>(change: (value: V) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: ['works'] }),
  });
}

/** `interaction`: what it is made of, where it is noted then. */
export const createWork = (body: WorkInput, interaction?: string) =>
  unwrap(http.POST('/v1/works', { params: { query: { request_id: requestId(body), interaction } }, body }));

export const updateWork = ({ name, ...body }: WorkInput & { name: string }) =>
  unwrap(http.PATCH('/v1/works/{work}', { params: at(name), body }));

export interface Closing {
  name: string;
  etag: string;
  sign?: Sign;
  result?: string;
  comment?: string;
  next?: WorkInput;
}

export const closeWork = ({ name, ...body }: Closing) =>
  unwrap(http.POST('/v1/works/{work}:close', { params: at(name), body }));

export interface Postponing {
  name: string;
  etag: string;
  when: WhenInput;
  comment?: string;
}

export const postponeWork = ({ name, ...body }: Postponing) =>
  unwrap(http.POST('/v1/works/{work}:postpone', { params: at(name), body }));

export const cancelWork = ({ name, ...body }: { name: string; etag?: string; comment?: string }) =>
  unwrap(http.POST('/v1/works/{work}:cancel', { params: at(name), body }));

export const reopenWork = (name: string) =>
  unwrap(http.POST('/v1/works/{work}:reopen', { params: at(name), body: {} }));

export const deleteWork = (name: string) => unwrap(http.DELETE('/v1/works/{work}', { params: at(name) }));

export const undeleteWork = (name: string) =>
  unwrap(http.POST('/v1/works/{work}:undelete', { params: at(name), body: {} }));

/** Open works by a word of their names, for pickers. */
export const findWorksQuery = (text: string) =>
  queryOptions({
    queryKey: ['works', 'find', text],
    enabled: text.length > 1,
    queryFn: async ({ signal }) => {
      const query = { query: text, page_size: 8 };
      const { works } = await unwrap(http.GET('/v1/works', { params: { query }, signal }));
      return works.map(({ name, display_name, subject_display_name, owner_display_name }) => ({
        name,
        display_name,
        about: subject_display_name || owner_display_name,
      }));
    },
  });

/** Open deals or leads by a word of their names, for pickers. */
export const findSalesQuery = (of: 'deals' | 'leads', text: string) =>
  queryOptions({
    queryKey: [of, 'find', text],
    enabled: text.length > 1,
    queryFn: async ({ signal }) => {
      const params = { query: { query: text, page_size: 8 } };
      const found =
        of === 'deals'
          ? (await unwrap(http.GET('/v1/deals', { params, signal }))).deals
          : (await unwrap(http.GET('/v1/leads', { params, signal }))).leads;
      return found.map(({ name, display_name, counterparty_display_name: about }) => ({
        name,
        display_name,
        about,
      }));
    },
  });
