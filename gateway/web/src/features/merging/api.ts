/** All calls about merges; keys are [collection, kind, ...]. */
import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

export type Merge = components['schemas']['Merge'];

export interface Wish {
  survivor: string;
  merged: string[];
  choices: { field: string; source: string }[];
}

/** What would come of it; the server decides, so that the table never promises something else. */
export const previewQuery = (wish: Wish) =>
  queryOptions({
    queryKey: ['mergePreviews', wish],
    queryFn: ({ signal }) =>
      unwrap(http.POST('/v1/counterparties:merge', { body: { ...wish, validate_only: true }, signal })),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });

export const mergesOfQuery = (subject: string) =>
  queryOptions({
    queryKey: ['merges', 'of', subject],
    queryFn: async ({ signal }) => {
      const params = { query: { subject, page_size: 50 } };
      return (await unwrap(http.GET('/v1/merges', { params, signal }))).merges;
    },
  });

/** What merging all pairs of the queue from this score on would do. */
export const bulkPreviewQuery = (min_score: number) =>
  queryOptions({
    queryKey: ['mergePreviews', 'bulk', min_score],
    queryFn: ({ signal }) =>
      unwrap(http.POST('/v1/counterparties:previewBulkMerge', { body: { min_score }, signal })),
    retry: false,
    gcTime: 0,
  });

export const useBulkMerge = () =>
  useMutation({
    meta: { handled: true },
    mutationFn: (min_score: number) =>
      unwrap(
        http.POST('/v1/counterparties:bulkMerge', { body: { min_score, request_id: requestId(min_score) } }),
      ),
  });

/** Clients, their people and notes have other owners now, and lists other rows. */
function refresh(client: QueryClient) {
  for (const collection of [
    'counterparties',
    'contacts',
    'relations',
    'notes',
    'merges',
    'audit',
    'duplicatePairs',
  ]) {
    void client.invalidateQueries({ queryKey: [collection] });
  }
}

interface Confirmed extends Wish {
  etags: Record<string, string>;
  confirm_persons: boolean;
}

export function useMerge() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: (wish: Confirmed) =>
      unwrap(http.POST('/v1/counterparties:merge', { body: { ...wish, request_id: requestId(wish) } })),
    onSuccess: () => refresh(client),
  });
}

export function useMergeContacts() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: (wish: Confirmed) =>
      unwrap(http.POST('/v1/contacts:merge', { body: { ...wish, request_id: requestId(wish) } })),
    onSuccess: () => refresh(client),
  });
}

export function useUndoMerge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(http.POST('/v1/merges/{merge}:undo', { params: { path: { merge: idOf(name) } }, body: {} })),
    onSuccess: () => refresh(client),
  });
}
