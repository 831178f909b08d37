/** Calls of the wizard: the drafts of the person himself, and the registration they end in. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';
import { itemKey, refreshLists } from '../api';
import type { Registration, Step } from './model';

export type CounterpartyDraft = Schemas['CounterpartyDraft'];

const KEY = ['counterpartyDrafts'];
const at = (id: string) => ({ path: { counterparty_draft: id } });

export const draftsQuery = queryOptions({
  queryKey: [...KEY, 'list'],
  queryFn: async ({ signal }) => {
    const query = { page_size: 100 };
    return (await unwrap(http.GET('/v1/counterpartyDrafts', { params: { query }, signal })))
      .counterparty_drafts;
  },
});

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, 'item', id],
    // The wizard keeps what it has read; the next to open it reads anew.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: ({ signal }) =>
      unwrap(http.GET('/v1/counterpartyDrafts/{counterparty_draft}', { params: at(id), signal })),
  });

export interface Saving {
  id: string;
  /** Empty: whatever there is gives way. */
  etag: string;
  title: string;
  step: Step;
  registration: Registration;
  /** The tab is being closed. */
  keepalive?: boolean;
}

export const saveDraft = ({ id, etag, title, step, registration, keepalive }: Saving) =>
  unwrap(
    http.PATCH('/v1/counterpartyDrafts/{counterparty_draft}', {
      params: { ...at(id), query: { allow_missing: etag === '' } },
      body: {
        display_name: title,
        step,
        content: registration as unknown as Record<string, never>,
        ...(etag && { etag }),
      },
      keepalive,
    }),
  );

export const deleteDraft = (id: string) =>
  unwrap(http.DELETE('/v1/counterpartyDrafts/{counterparty_draft}', { params: at(id) }));

export function useDeleteDraft() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deleteDraft,
    onSettled: () => client.invalidateQueries({ queryKey: draftsQuery.queryKey }),
  });
}

export function useRegister() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: (body: Schemas['RegisterCounterpartyRequest']) =>
      unwrap(http.POST('/v1/counterparties:register', { body })),
    onSuccess: (made) => {
      client.setQueryData(itemKey(made.name), made);
      refreshLists(client);
      void client.invalidateQueries({ queryKey: ['contacts'] });
      void client.invalidateQueries({ queryKey: draftsQuery.queryKey });
    },
  });
}
