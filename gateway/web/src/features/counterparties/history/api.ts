/** Calls about the history of a record, and about putting values of a client or a contact back. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';
import { itemKey, refreshLists } from '../api';

export interface HistoryFilter {
  field: string;
  user: string;
}

export const historyQuery = (service: string, subject: string, { field, user }: HistoryFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', subject, field, user],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/v1/audit/{service}', {
          params: {
            path: { service },
            query: {
              subject,
              field: field || undefined,
              user: user || undefined,
              page_size: 30,
              page_token: pageParam || undefined,
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.next_page_token || undefined,
  });

type Answer = Schemas['RestoreValuesResponse'];
interface Wish {
  change: string;
  fields: string[];
  etag?: string;
  validate_only?: boolean;
}

function restoreValues(name: string, body: Wish, signal?: AbortSignal): Promise<Answer> {
  return name.startsWith('contacts/')
    ? unwrap(
        http.POST('/v1/contacts/{contact}:restoreValues', {
          params: { path: { contact: idOf(name) } },
          body,
          signal,
        }),
      )
    : unwrap(
        http.POST('/v1/counterparties/{counterparty}:restoreValues', {
          params: { path: { counterparty: idOf(name) } },
          body,
          signal,
        }),
      );
}

/** What would come of it. */
export const previewQuery = (name: string, change: string, field: string) =>
  queryOptions({
    queryKey: ['restoring', name, change, field],
    // Whether it can be put back may be another answer a minute later.
    gcTime: 0,
    staleTime: 0,
    queryFn: ({ signal }) =>
      restoreValues(name, { change, fields: field ? [field] : [], validate_only: true }, signal),
  });

export function useRestore(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: Wish) => restoreValues(name, wish),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: itemKey(name) });
      void client.invalidateQueries({ queryKey: ['audit', name] });
      void client.invalidateQueries({ queryKey: ['restoring', name] });
      void client.invalidateQueries({ queryKey: ['contacts'] });
      refreshLists(client);
    },
  });
}
