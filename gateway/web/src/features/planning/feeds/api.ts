/** Links for calendar programs. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type CalendarFeed = Schemas['CalendarFeed'];

export const feedsQuery = queryOptions({
  queryKey: ['calendarFeeds', 'list'],
  queryFn: async ({ signal }) =>
    (await unwrap(http.GET('/v1/calendarFeeds', { params: { query: { page_size: 50 } }, signal })))
      .calendar_feeds,
});

function useChange<V, R>(change: (value: V) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: ['calendarFeeds'] }),
  });
}

export const useCreateFeed = () =>
  useChange((body: { display_name: string; details: 'FULL' | 'BUSY' }) =>
    unwrap(http.POST('/v1/calendarFeeds', { body })),
  );

export const useEndFeed = () =>
  useChange(({ name, etag }: CalendarFeed) =>
    unwrap(
      http.DELETE('/v1/calendarFeeds/{calendar_feed}', {
        params: { path: { calendar_feed: idOf(name) }, query: { etag } },
      }),
    ),
  );
