/** Demands of people about the data kept of them. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Demand = Schemas['PersonalDataRequest'];
export type Kind = Exclude<Demand['kind'], ''>;
export type Refusal = Exclude<Demand['refusal'], ''>;
export interface Found {
  name: string;
  display_name: string;
  hint: string;
}

export const KINDS: Kind[] = ['ACCESS', 'ERASURE', 'STOP_PROCESSING'];
export const REFUSALS: Refusal[] = [
  'CONTRACT_IN_FORCE',
  'ACCOUNTING_DOCUMENTS',
  'LAW',
  'PERSON_NOT_CONFIRMED',
  'REPEATED',
];
export const isAsking = (demand: Demand) => demand.state === 'LOOKING' || demand.state === 'RUNNING';
export const isOpen = (demand: Demand) => demand.state !== 'DONE' && demand.state !== 'REFUSED';

export const demandsQuery = (open: boolean) =>
  infiniteQueryOptions({
    queryKey: ['personalDataRequests', 'list', open],
    queryFn: ({ signal, pageParam }) => {
      const query = { open, page_size: 50, page_token: pageParam };
      return unwrap(http.GET('/v1/personalDataRequests', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next_page_token || undefined,
  });

const at = (name: string) => ({ path: { personal_data_request: idOf(name) } });

export const demandQuery = (name: string) =>
  queryOptions({
    queryKey: ['personalDataRequests', 'item', name],
    queryFn: ({ signal }) =>
      unwrap(http.GET('/v1/personalDataRequests/{personal_data_request}', { params: at(name), signal })),
    // Events tell of each answer; this is for a line that is down.
    refetchInterval: (query) => (query.state.data && isAsking(query.state.data) ? 2000 : false),
  });

/** People only: clients who are no companies, and contacts. */
export const peopleQuery = (text: string) =>
  queryOptions({
    queryKey: ['personalDataRequests', 'find', text],
    enabled: text.trim().length > 1,
    queryFn: async ({ signal }): Promise<Found[]> => {
      const query = { query: text.trim(), page_size: 8 };
      const [clients, contacts] = await Promise.all([
        unwrap(
          http.GET('/v1/counterparties', {
            params: { query: { ...query, kind: ['INDIVIDUAL', 'SOLE_PROPRIETOR'] } },
            signal,
          }),
        ),
        unwrap(http.GET('/v1/contacts', { params: { query }, signal })),
      ]);
      return [
        ...clients.counterparties.map((one) => ({ ...one, hint: one.phones[0]?.number ?? '' })),
        ...contacts.contacts.map((one) => ({ ...one, hint: one.counterparty_display_name })),
      ];
    },
  });

function useChange<V>(act: (variables: V) => Promise<Demand>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    meta: { handled: true },
    onSuccess: (saved) => {
      client.setQueryData(['personalDataRequests', 'item', saved.name], saved);
      return client.invalidateQueries({ queryKey: ['personalDataRequests', 'list'] });
    },
  });
}

export const useRegister = () =>
  useChange((body: { person: string; kind: Kind; note: string; receive_date: string | null }) =>
    unwrap(
      http.POST('/v1/personalDataRequests', {
        params: { query: { request_id: requestId(body) } },
        body: body as Demand,
      }),
    ),
  );

export const useLook = () =>
  useChange(({ name, same_persons }: { name: string; same_persons: string[] }) =>
    unwrap(
      http.POST('/v1/personalDataRequests/{personal_data_request}:preview', {
        params: at(name),
        body: { same_persons },
      }),
    ),
  );

export const useRun = () =>
  useChange(({ name, confirmation, etag }: { name: string; confirmation: string; etag: string }) =>
    unwrap(
      http.POST('/v1/personalDataRequests/{personal_data_request}:run', {
        params: at(name),
        body: { confirmation, etag },
      }),
    ),
  );

export const useRetry = () =>
  useChange(({ name }: { name: string }) =>
    unwrap(
      http.POST('/v1/personalDataRequests/{personal_data_request}:retry', { params: at(name), body: {} }),
    ),
  );

export const useRefuse = () =>
  useChange(({ name, ...body }: { name: string; refusal: Refusal; note: string; etag: string }) =>
    unwrap(http.POST('/v1/personalDataRequests/{personal_data_request}:refuse', { params: at(name), body })),
  );

export const useExtend = () =>
  useChange(({ name, ...body }: { name: string; note: string; etag: string }) =>
    unwrap(http.POST('/v1/personalDataRequests/{personal_data_request}:extend', { params: at(name), body })),
  );

export const fileHref = (name: string, what: 'act' | 'download', format = '') =>
  `/v1/${name}:${what}${format ? `?format=${format}` : ''}`;
