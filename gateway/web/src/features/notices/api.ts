/** All calls about notices; keys are ['notices', kind, ...]: any event of theirs asks anew. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Notice = Schemas['Notice'];

const PAGE_SIZE = 30;

/** Several may come at once, and each is looked for among the newest. */
const AT_ONCE = 10;

/** How many are unread, and the newest of them. */
export const unreadQuery = queryOptions({
  queryKey: ['notices', 'unread'],
  queryFn: async ({ signal }) => {
    const query = { unread: true, page_size: AT_ONCE };
    const found = await unwrap(http.GET('/v1/notices', { params: { query }, signal }));
    return { count: found.unread_count, newest: found.notices };
  },
});

export const noticesQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: ['notices', 'list', unread],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = { unread, page_size: PAGE_SIZE, page_token: pageParam || undefined };
      return unwrap(http.GET('/v1/notices', { params: { query }, signal }));
    },
    getNextPageParam: (last) => last.next_page_token || undefined,
  });

export function useNoticeActions() {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ['notices'] });
  const read = useMutation({
    mutationFn: (names: string[]) => unwrap(http.POST('/v1/notices:read', { body: { names } })),
    onSettled,
  });
  /** All that came until now: what comes meanwhile stays unread. */
  const readAll = useMutation({
    mutationFn: () =>
      unwrap(http.POST('/v1/notices:read', { body: { until_time: new Date().toISOString() } })),
    onSettled,
  });
  const snooze = useMutation({
    mutationFn: ({ name, until }: { name: string; until: Date }) =>
      unwrap(
        http.POST('/v1/notices/{notice}:snooze', {
          params: { path: { notice: idOf(name) } },
          body: { until_time: until.toISOString() },
        }),
      ),
    onSettled,
  });
  return { read, readAll, snooze };
}
