/** All calls about days, calendars and the planner; keys begin as those of works, for what changes one. */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';
import { calendarMoved, type Move, plannerMoved } from './moving';

export type WorkCard = Schemas['WorkCard'];
export type MyDay = Schemas['MyDay'];
export type Planner = Schemas['Planner'];
export type PlannerRow = Schemas['PlannerRow'];
export type PlannerCell = Schemas['PlannerCell'];
export type CalendarWorks = Schemas['ListCalendarWorksResponse'];
export type WhenInput = Schemas['WhenInput'];

export const dayQuery = (user = '') =>
  queryOptions({
    queryKey: ['works', 'day', user],
    // What was open an hour ago may be overdue now.
    refetchInterval: 60_000,
    queryFn: ({ signal }) =>
      unwrap(http.GET('/v1/myDay', { params: { query: { user: user || undefined } }, signal })),
  });

export interface Span {
  start_date: string;
  end_date: string;
}

export const calendarQuery = (span: Span, user: string, works_per_day: number) =>
  queryOptions({
    queryKey: ['works', 'calendar', span, user, works_per_day],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const query = { ...span, users: user ? [user] : undefined, works_per_day };
      return unwrap(http.GET('/v1/calendarWorks', { params: { query }, signal }));
    },
  });

export interface PlannerFilter extends Span {
  users?: string[];
  org_unit?: string;
  action?: string[];
}

export const plannerQuery = (filter: PlannerFilter, works_per_cell: number) =>
  queryOptions({
    queryKey: ['works', 'planner', filter, works_per_cell],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      unwrap(http.GET('/v1/planner', { params: { query: { ...filter, works_per_cell } }, signal })),
  });

const at = (name: string) => ({ path: { work: idOf(name) } });

/** Later is a postponement, which is counted; anything else is planning. */
function send({ card, when, owner, later }: Move) {
  const { name, etag } = card;
  if (when && owner === undefined && later) {
    return unwrap(http.POST('/v1/works/{work}:postpone', { params: at(name), body: { etag, when } }));
  }
  return unwrap(http.PATCH('/v1/works/{work}', { params: at(name), body: { etag, when, owner } }));
}

/** The work is at once where it was dropped, and back if the server refuses. */
export function useMoveWork() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: send,
    onMutate: async (move) => {
      await client.cancelQueries({ queryKey: ['works'] });
      const before = [
        ...client.getQueriesData<CalendarWorks>({ queryKey: ['works', 'calendar'] }),
        ...client.getQueriesData<Planner>({ queryKey: ['works', 'planner'] }),
      ];
      client.setQueriesData<CalendarWorks>({ queryKey: ['works', 'calendar'] }, (found) =>
        found ? calendarMoved(found, move) : found,
      );
      client.setQueriesData<Planner>({ queryKey: ['works', 'planner'] }, (found) =>
        found ? plannerMoved(found, move) : found,
      );
      return before;
    },
    onError: (_error, _move, before) => {
      for (const [key, data] of before ?? []) client.setQueryData(key, data);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['works'] }),
  });
}

/** The same once more, at another time. */
export function useCopyWork() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: async ({ card, when }: { card: WorkCard; when: WhenInput }) => {
      const work = await unwrap(http.GET('/v1/works/{work}', { params: at(card.name) }));
      const { display_name, action, planned_result, subject, contact, owner, priority, minutes } = work;
      const same = { display_name, action, planned_result, subject, contact, owner, minutes };
      const body = { ...same, priority: priority || undefined, description: work.description, when };
      return unwrap(http.POST('/v1/works', { params: { query: { request_id: requestId(body) } }, body }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['works'] }),
  });
}
