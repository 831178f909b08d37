/** The list's state in the address, and what it asks of the API. */

import type { Schemas } from '@/shared/api/types';
import { daysLater, todayIn } from '@/shared/lib/dates';
import { readText, readTexts } from '@/shared/lib/search';
import { instantIn } from '@/shared/lib/zones';

export const STATES = ['OPEN', 'DONE', 'CANCELLED', 'DELETED'] as const;
export const PRIORITIES = ['URGENT', 'HIGH', 'NORMAL', 'LOW'] as const;
export const PERIODS = ['today', 'tomorrow', 'week', 'month'] as const;
export type Period = (typeof PERIODS)[number];

export interface WorkSearch {
  view?: string;
  query?: string;
  owner?: string[];
  org_unit?: string;
  state?: string[];
  action?: string[];
  sign?: string[];
  priority?: string[];
  overdue?: 'true';
  period?: string;
  link?: string;
  parent?: string;
  order_by?: string;
}

export function readWorkSearch(search: Record<string, unknown>): WorkSearch {
  return {
    view: readText(search.view),
    query: readText(search.query),
    owner: readTexts(search.owner),
    org_unit: readText(search.org_unit),
    state: readTexts(search.state),
    action: readTexts(search.action),
    sign: readTexts(search.sign),
    priority: readTexts(search.priority),
    overdue: search.overdue === 'true' || search.overdue === true ? 'true' : undefined,
    period: readText(search.period),
    link: readText(search.link),
    parent: readText(search.parent),
    order_by: readText(search.order_by),
  };
}

type Enum<K extends 'WorkState' | 'WorkSign' | 'WorkPriority'> = Schemas[K][] | undefined;

/** As the API takes it. `zone`: where the reader's days begin. */
export const filterOf = (
  { view: _view, period, order_by: _order, overdue, ...search }: WorkSearch,
  zone: string,
) => ({
  ...search,
  state: search.state as Enum<'WorkState'>,
  sign: search.sign as Enum<'WorkSign'>,
  priority: search.priority as Enum<'WorkPriority'>,
  overdue: overdue ? true : undefined,
  ...dueWithin(period, zone),
});

/** Those of the list that are still to be done. */
export const openOf = (search: WorkSearch, zone: string) => ({
  ...filterOf(search, zone),
  state: ['OPEN'] as Enum<'WorkState'>,
});

/**
 * What is due within days. What may be done any time of a day is due when the day is over, at the next
 * day's first moment: so this moment belongs to the day before.
 */
export function dueWithin(period: string | undefined, zone: string, now = new Date()) {
  const today = todayIn(zone, now);
  const monday = daysLater(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7));
  const first = `${today.slice(0, 8)}01`;
  const bounds: Record<Period, [string, string]> = {
    today: [today, daysLater(today, 1)],
    tomorrow: [daysLater(today, 1), daysLater(today, 2)],
    week: [monday, daysLater(monday, 7)],
    month: [first, `${daysLater(first, 31).slice(0, 8)}01`],
  };
  const found = bounds[period as Period];
  if (!found) return {};
  const [from, to] = found.map((day) => new Date(instantIn(zone, day, '00:00').getTime() + 1).toISOString());
  return { min_due_time: from, max_due_time: to };
}
