/** All calls about the dictionaries of works. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type WorkAction = Schemas['WorkAction'];
export type InteractionKind = Schemas['InteractionKind'];
export type Category = WorkAction['category'];
export const CATEGORIES = ['CALL', 'MEETING', 'LETTER', 'DOCUMENT', 'TASK'] as const;

export const kindsQuery = queryOptions({
  queryKey: ['interactionKinds', 'list'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const query = { page_size: 200 };
    return (await unwrap(http.GET('/v1/interactionKinds', { params: { query }, signal }))).interaction_kinds;
  },
});

/** What is sent of an entry; one without a name is new. */
export type Sent<T> = Partial<T> & { name?: string; etag?: string };

export function useSaveAction() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ name, ...body }: Sent<Schemas['WorkActionInput']>) =>
      name
        ? unwrap(
            http.PATCH('/v1/workActions/{work_action}', {
              params: { path: { work_action: idOf(name) } },
              body,
            }),
          )
        : unwrap(
            http.POST('/v1/workActions', {
              params: { query: { request_id: requestId(body) } },
              body: body as Schemas['WorkActionInput'],
            }),
          ),
    onSettled: () => client.invalidateQueries({ queryKey: ['workActions'] }),
  });
}

export function useSaveKind() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ name, ...body }: Sent<Schemas['InteractionKindInput']>) =>
      name
        ? unwrap(
            http.PATCH('/v1/interactionKinds/{interaction_kind}', {
              params: { path: { interaction_kind: idOf(name) } },
              body,
            }),
          )
        : unwrap(
            http.POST('/v1/interactionKinds', {
              params: { query: { request_id: requestId(body) } },
              body: body as Schemas['InteractionKindInput'],
            }),
          ),
    onSettled: () => client.invalidateQueries({ queryKey: ['interactionKinds'] }),
  });
}
