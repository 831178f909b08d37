/** What is looked at, in the address. */
import { readText, readTexts } from '@/shared/lib/search';
import { VIEWS, type View } from './dates';

const day = (value: unknown) => {
  const text = readText(value);
  return text && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
};

export interface CalendarSearch {
  view?: View;
  day?: string;
  user?: string;
}

export const readCalendarSearch = (search: Record<string, unknown>): CalendarSearch => ({
  view: VIEWS.find((each) => each === search.view),
  day: day(search.day),
  user: readText(search.user),
});

export interface PlannerSearch {
  view?: 'day' | 'week';
  day?: string;
  users?: string[];
  org_unit?: string;
  action?: string[];
}

export const readPlannerSearch = (search: Record<string, unknown>): PlannerSearch => ({
  view: search.view === 'day' ? 'day' : undefined,
  day: day(search.day),
  users: readTexts(search.users),
  org_unit: readText(search.org_unit),
  action: readTexts(search.action),
});
