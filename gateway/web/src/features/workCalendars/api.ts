/** All calls about working calendars, and about days as they are by them. */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type WorkCalendar = Schemas['WorkCalendar'];
export type WorkCalendarInput = Schemas['WorkCalendarInput'];
export type WorkingDay = Schemas['WorkingDay'];
export type Kind = WorkingDay['kind'];

export const calendarsQuery = queryOptions({
  queryKey: ['workCalendars', 'list'],
  queryFn: async ({ signal }) => {
    const query = { page_size: 200 };
    return (await unwrap(http.GET('/v1/workCalendars', { params: { query }, signal }))).work_calendars;
  },
});

interface Asked {
  start_date: string;
  end_date: string;
  /** Whose; the reader's if neither is said. */
  user?: string;
  calendar?: string;
}

export const workingDaysQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['workCalendars', 'days', asked],
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => unwrap(http.GET('/v1/workingDays', { params: { query: asked }, signal })),
  });

export const addWorkingTime = (body: Schemas['AddWorkingTimeRequest']) =>
  unwrap(http.POST('/v1/workCalendars:addWorkingTime', { body }));

/** What is sent of a calendar; one without a name is new. */
export type Sent = Partial<WorkCalendarInput> & { name?: string; etag?: string };

export function useSaveCalendar() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ name, ...body }: Sent) =>
      name
        ? unwrap(
            http.PATCH('/v1/workCalendars/{work_calendar}', {
              params: { path: { work_calendar: idOf(name) } },
              body,
            }),
          )
        : unwrap(
            http.POST('/v1/workCalendars', {
              params: { query: { request_id: requestId(body) } },
              body: body as WorkCalendarInput,
            }),
          ),
    // Loads are by them, too.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['workCalendars'] }),
        client.invalidateQueries({ queryKey: ['works', 'planner'] }),
      ]),
  });
}
