/** All calls about notes of a counterparty. */
import { infiniteQueryOptions, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Note } from '@/shared/api/types';

export type NoteKind = Note['kind'];

export const notesQuery = (counterparty: string, kind: NoteKind = '') =>
  infiniteQueryOptions({
    queryKey: ['notes', 'of', counterparty, kind],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/v1/notes', {
          params: {
            query: {
              counterparty,
              kind: kind ? [kind] : undefined,
              page_size: 30,
              page_token: pageParam || undefined,
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.next_page_token || undefined,
  });

const refresh = (client: QueryClient) => client.invalidateQueries({ queryKey: ['notes'] });

export function useNoteMutations(counterparty: string) {
  const client = useQueryClient();
  const onSuccess = () => refresh(client);
  const create = useMutation({
    mutationFn: ({ text, kind }: { text: string; kind: NoteKind }) =>
      unwrap(
        http.POST('/v1/notes', {
          params: { query: { request_id: requestId([counterparty, text, kind]) } },
          body: { counterparty, text, kind },
        }),
      ),
    onSuccess,
  });
  const update = useMutation({
    mutationFn: ({ note, ...changes }: { note: Note; text?: string; pinned?: boolean }) =>
      unwrap(
        http.PATCH('/v1/notes/{note}', {
          params: { path: { note: idOf(note.name) } },
          body: { ...changes, etag: note.etag },
        }),
      ),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (note: Note) =>
      unwrap(
        http.DELETE('/v1/notes/{note}', {
          params: { path: { note: idOf(note.name) }, query: { etag: note.etag } },
        }),
      ),
    onSuccess,
  });
  return { create, update, remove };
}
