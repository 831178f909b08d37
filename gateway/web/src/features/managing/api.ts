/** Managers of segments, and clients whom segments and managers do not fit. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Manager = Schemas['Manager'];
export type ManagerInput = Pick<Manager, 'user' | 'segments' | 'capacity'>;

export const managersQuery = queryOptions({
  queryKey: ['managers', 'list'],
  queryFn: async ({ signal }) => {
    const found: Manager[] = [];
    let page_token: string | undefined;
    do {
      const query = { page_size: 200, page_token };
      const answer = await unwrap(http.GET('/v1/managers', { params: { query }, signal }));
      found.push(...answer.managers);
      page_token = answer.next_page_token || undefined;
    } while (page_token);
    return found;
  },
});

/** Conflicts are made of bindings: their counts go with the list. */
function useChange<V, R>(act: (variables: V) => Promise<R>, handled = false) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    meta: { handled },
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['managers'] });
      void client.invalidateQueries({ queryKey: ['counterparties', 'count'] });
    },
  });
}

export const useSaveManager = () =>
  useChange(
    ({ manager, body }: { manager: Manager | null; body: ManagerInput }) =>
      manager
        ? unwrap(
            http.PATCH('/v1/managers/{manager}', {
              params: { path: { manager: idOf(manager.name) } },
              body: { segments: body.segments, capacity: body.capacity, etag: manager.etag },
            }),
          )
        : unwrap(http.POST('/v1/managers', { params: { query: { request_id: requestId(body) } }, body })),
    true,
  );

export const useDeleteManager = () =>
  useChange(({ name, etag }: Manager) =>
    unwrap(
      http.DELETE('/v1/managers/{manager}', { params: { path: { manager: idOf(name) }, query: { etag } } }),
    ),
  );
