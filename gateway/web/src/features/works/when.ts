/** When a work is to be done: how it is read, and how a form says it. */
import type { TFunction } from 'i18next';
import { daysLater, todayIn } from '@/shared/lib/dates';
import { date as dateText } from '@/shared/lib/format';
import { civilIn, instantIn } from '@/shared/lib/zones';
import type { When, WhenInput, Work } from './api';

export type WhenKind = 'EXACT' | 'DAY' | 'DAYS';
const MINUTE = 60_000;

/** As a form holds it: dates and the clock of who fills it in. */
export interface WhenDraft {
  kind: WhenKind;
  date: string;
  /** The last day, of several. */
  until: string;
  time: string;
  minutes: number;
}

export const onDay = (date: string): WhenDraft => ({
  kind: 'DAY',
  date,
  until: date,
  time: '10:00',
  minutes: 30,
});

export function draftOf(when: When | null | undefined, zone: string, today = todayIn(zone)): WhenDraft {
  if (!when?.kind) return onDay(today);
  const date = when.start_date ?? today;
  const floating = { ...onDay(date), kind: when.kind as WhenKind, until: when.end_date ?? date };
  if (when.kind !== 'EXACT' || !when.start_time || !when.end_time) return floating;
  const begins = civilIn(zone, when.start_time);
  const minutes = Math.round((Date.parse(when.end_time) - Date.parse(when.start_time)) / MINUTE);
  return { ...floating, date: begins.date, time: begins.time, minutes };
}

export function whenOf(draft: WhenDraft, zone: string): WhenInput {
  const { kind, date, until, time, minutes } = draft;
  if (kind === 'DAY') return { kind, start_date: date };
  if (kind === 'DAYS') return { kind, start_date: date, end_date: until };
  if (!isDate(date) || !/^\d{2}:\d{2}$/.test(time)) return { kind, time_zone: zone };
  const start = instantIn(zone, date, time);
  const end = new Date(start.getTime() + minutes * MINUTE);
  return { kind, start_time: start.toISOString(), end_time: end.toISOString(), time_zone: zone };
}

export const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

export const isOverdue = ({ state, due_time }: Pick<Work, 'state' | 'due_time'>, now = Date.now()) =>
  state === 'OPEN' && Boolean(due_time) && Date.parse(due_time ?? '') < now;

/** «сегодня, 14:00–15:00», «завтра», «24.11.2026 – 27.11.2026»: floating days are nobody's moments. */
export function whenText(t: TFunction, when: When | null | undefined, zone: string, now = new Date()) {
  if (!when?.kind) return '';
  const today = todayIn(zone, now);
  if (when.kind === 'EXACT' && when.start_time && when.end_time) {
    const from = civilIn(zone, when.start_time);
    const to = civilIn(zone, when.end_time);
    const end = to.date === from.date ? to.time : `${dayText(t, to.date, today)}, ${to.time}`;
    return `${dayText(t, from.date, today)}, ${from.time}–${end}`;
  }
  const first = dayText(t, when.start_date ?? '', today);
  if (when.kind === 'DAY' || when.end_date === when.start_date) return first;
  return `${first} – ${dayText(t, when.end_date ?? '', today)}`;
}

const NEAR: [number, string][] = [
  [-1, 'works.yesterday'],
  [0, 'works.today'],
  [1, 'works.tomorrow'],
];

function dayText(t: TFunction, day: string, today: string): string {
  const near = NEAR.find(([days]) => daysLater(today, days) === day);
  return near ? t(near[1]) : day && dateText(day);
}

/** So many working days from a day. */
export function workingDaysLater(day: string, days: number, isOff = isWeekend): string {
  let found = day;
  let left = days;
  while (left > 0 || isOff(found)) {
    found = daysLater(found, 1);
    if (!isOff(found)) left -= 1;
  }
  return found;
}

export const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
