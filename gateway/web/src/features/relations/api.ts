/** All calls about relations and their kinds; keys are [collection, kind, ...]. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Relation = Schemas['Relation'];
export type RelationKind = Schemas['RelationKind'];
export type Party = Schemas['RelationParty'];
export type Edge = Schemas['RelationEdge'];
export type Graph = Schemas['RelationGraph'];
export type Path = Schemas['RelationPath'];
export type RelationDraft = Pick<Relation, 'source' | 'target' | 'kind' | 'note'>;
export type KindDraft = { title: string; reverse_title: string; between: 'PARTIES' | 'PERSONS' };

/** Both ends' deletion changes them without a word about them, so they are never taken for fresh. */
const FRESH = { staleTime: 0 } as const;

/** Of a client and its contacts. */
export const relationsOfQuery = (subject: string) =>
  queryOptions({
    queryKey: ['relations', 'of', subject],
    ...FRESH,
    queryFn: async ({ signal }) => {
      const found: Relation[] = [];
      let page_token: string | undefined;
      do {
        const query = { subject, with_contacts: true, page_size: 200, page_token };
        const answer = await unwrap(http.GET('/v1/relations', { params: { query }, signal }));
        found.push(...answer.relations);
        page_token = answer.next_page_token || undefined;
      } while (page_token);
      return found;
    },
  });

export const graphQuery = (name: string, depth: number) =>
  queryOptions({
    queryKey: ['relations', 'of', name, 'graph', depth],
    ...FRESH,
    queryFn: ({ signal }) =>
      unwrap(
        http.GET('/v1/counterparties/{counterparty}:graph', {
          params: { path: { counterparty: idOf(name) }, query: { depth } },
          signal,
        }),
      ),
  });

export const pathsQuery = (name: string, target: string) =>
  queryOptions({
    queryKey: ['relations', 'of', name, 'paths', target],
    ...FRESH,
    enabled: Boolean(target),
    retry: false,
    queryFn: ({ signal }) =>
      unwrap(
        http.GET('/v1/counterparties/{counterparty}:paths', {
          params: { path: { counterparty: idOf(name) }, query: { target } },
          signal,
        }),
      ),
  });

export const relationKindsQuery = queryOptions({
  queryKey: ['relationKinds', 'list'],
  queryFn: async ({ signal }) => {
    const query = { page_size: 200, show_archived: true };
    return (await unwrap(http.GET('/v1/relationKinds', { params: { query }, signal }))).relation_kinds;
  },
});

function useChange<V, R>(collection: string, act: (variables: V) => Promise<R>, handled = false) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    meta: { handled },
    onSettled: () => client.invalidateQueries({ queryKey: [collection] }),
  });
}

export const useCreateRelation = (handled = false) =>
  useChange(
    'relations',
    (body: RelationDraft) =>
      unwrap(http.POST('/v1/relations', { params: { query: { request_id: requestId(body) } }, body })),
    handled,
  );

export const useUpdateRelation = () =>
  useChange(
    'relations',
    ({ relation, kind, note }: { relation: Relation; kind: string; note: string }) =>
      unwrap(
        http.PATCH('/v1/relations/{relation}', {
          params: { path: { relation: idOf(relation.name) } },
          body: { kind, note, etag: relation.etag },
        }),
      ),
    true,
  );

export const useDeleteRelation = () =>
  useChange('relations', ({ name, etag }: Relation) =>
    unwrap(
      http.DELETE('/v1/relations/{relation}', {
        params: { path: { relation: idOf(name) }, query: { etag } },
      }),
    ),
  );

export const useSaveKind = () =>
  useChange(
    'relationKinds',
    ({ kind, body }: { kind: RelationKind | null; body: KindDraft }) =>
      kind
        ? unwrap(
            http.PATCH('/v1/relationKinds/{relation_kind}', {
              params: { path: { relation_kind: idOf(kind.name) } },
              body: { title: body.title, reverse_title: body.reverse_title, etag: kind.etag },
            }),
          )
        : unwrap(
            http.POST('/v1/relationKinds', { params: { query: { request_id: requestId(body) } }, body }),
          ),
    true,
  );

export const useArchiveKind = () =>
  useChange('relationKinds', ({ name, etag, archived }: RelationKind) => {
    const sent = { params: { path: { relation_kind: idOf(name) } }, body: { etag } };
    return unwrap(
      archived
        ? http.POST('/v1/relationKinds/{relation_kind}:restore', sent)
        : http.POST('/v1/relationKinds/{relation_kind}:archive', sent),
    );
  });

export const useDeleteKind = () =>
  useChange('relationKinds', ({ name, etag }: RelationKind) =>
    unwrap(
      http.DELETE('/v1/relationKinds/{relation_kind}', {
        params: { path: { relation_kind: idOf(name) }, query: { etag } },
      }),
    ),
  );
