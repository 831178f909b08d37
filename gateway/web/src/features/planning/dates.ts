/** Weeks and months of civil dates: no zone touches them. */
import { daysLater } from '@/shared/lib/dates';
import type { Span } from './api';

export const VIEWS = ['day', 'week', 'month', 'agenda'] as const;
export type View = (typeof VIEWS)[number];
const WEEK = 7;
const AGENDA_DAYS = 14;

/** 0 is Monday. */
export const weekday = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % WEEK;
export const monday = (day: string) => daysLater(day, -weekday(day));
export const isWeekend = (day: string) => weekday(day) >= 5;
export const monthOf = (day: string) => day.slice(0, 7);

export function daysOf({ start_date, end_date }: Span): string[] {
  const found: string[] = [];
  for (let day = start_date; day <= end_date; day = daysLater(day, 1)) found.push(day);
  return found;
}

/** What a view of this day shows: whole weeks, also of a month. */
export function spanOf(view: View, day: string): Span {
  if (view === 'day') return { start_date: day, end_date: day };
  if (view === 'agenda') return { start_date: day, end_date: daysLater(day, AGENDA_DAYS - 1) };
  if (view === 'week') return { start_date: monday(day), end_date: daysLater(monday(day), WEEK - 1) };
  const first = `${monthOf(day)}-01`;
  const last = daysLater(nextMonth(first, 1), -1);
  return { start_date: monday(first), end_date: daysLater(monday(last), WEEK - 1) };
}

/** The day to show next, or before. */
export function step(view: View, day: string, way: 1 | -1): string {
  if (view === 'month') return nextMonth(`${monthOf(day)}-01`, way);
  const days = view === 'day' ? 1 : view === 'week' ? WEEK : AGENDA_DAYS;
  return daysLater(day, way * days);
}

function nextMonth(first: string, way: number): string {
  const [year = 0, month = 1] = first.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + way, 1)).toISOString().slice(0, 10);
}

const format = (language: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options });
const utc = (day: string) => new Date(`${day}T00:00:00Z`);

/** «пн», «понедельник». */
export const dayName = (language: string, day: string, weekday: 'short' | 'long' = 'short') =>
  format(language, { weekday }).format(utc(day));

/** «Понедельник, 7 декабря» */
export const longDay = (language: string, day: string) =>
  capital(format(language, { weekday: 'long', day: 'numeric', month: 'long' }).format(utc(day)));

/** «Декабрь 2026» */
export const longMonth = (language: string, day: string) =>
  capital(format(language, { month: 'long', year: 'numeric' }).format(utc(day))).replace(' г.', '');

export function spanText(language: string, view: View, span: Span, day: string): string {
  if (view === 'day') return longDay(language, day);
  if (view === 'month') return longMonth(language, day);
  const range = format(language, { day: 'numeric', month: 'long', year: 'numeric' });
  return range.formatRange(utc(span.start_date), utc(span.end_date)).replace(' г.', '');
}

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
