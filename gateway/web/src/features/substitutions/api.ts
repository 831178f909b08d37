/** Who stands in for whom. */
import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Substitution = Schemas['Substitution'];

/** `user` empty = all that the caller may see. */
export const substitutionsQuery = (user: string) =>
  infiniteQueryOptions({
    queryKey: ['substitutions', 'list', user],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/v1/substitutions', {
          params: {
            query: { page_size: 50, page_token: pageParam || undefined, user: user || undefined },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_page_token || undefined,
  });

function useSettled() {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ['substitutions'] });
    // What one may do has changed with it.
    void client.invalidateQueries({ queryKey: ['profile'] });
  };
}

export function useAppoint() {
  const onSettled = useSettled();
  return useMutation({
    meta: { handled: true },
    mutationFn: (body: Schemas['SubstitutionInput']) =>
      unwrap(http.POST('/v1/substitutions', { params: { query: { request_id: requestId(body) } }, body })),
    onSettled,
  });
}

export function useEndSubstitution() {
  const onSettled = useSettled();
  return useMutation({
    mutationFn: ({ name, etag }: Substitution) =>
      unwrap(
        http.POST('/v1/substitutions/{substitution}:end', {
          params: { path: { substitution: idOf(name) } },
          body: { etag },
        }),
      ),
    onSettled,
  });
}
