/** What the form of a working calendar holds, and what of it is sent (pure). */
import type { Kind, Sent, WorkCalendar } from './api';

export interface Hours {
  start: string;
  end: string;
}
export interface Day {
  hours: Hours[];
  comment: string;
}
export interface Draft {
  display_name: string;
  /** From Monday on. */
  week: Hours[][];
  exceptions: Record<string, Day>;
  russian: boolean;
  default_calendar: boolean;
  org_units: string[];
  users: string[];
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const DAY: Hours[] = [
  { start: '09:00', end: '13:00' },
  { start: '14:00', end: '18:00' },
];
const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

export function draftOf(calendar?: WorkCalendar): Draft {
  const week = new Map(calendar?.week.map(({ weekday, hours }) => [weekday, hours]));
  return {
    display_name: calendar?.display_name ?? '',
    week: WEEKDAYS.map((day) => (calendar ? (week.get(day) ?? []) : day <= 5 ? DAY : [])),
    exceptions: Object.fromEntries(
      (calendar?.exceptions ?? []).map(({ day_date, hours, comment }) => [
        day_date ?? '',
        { hours, comment },
      ]),
    ),
    russian: calendar?.russian ?? true,
    default_calendar: calendar?.default_calendar ?? false,
    org_units: calendar?.org_units ?? [],
    users: calendar?.users ?? [],
  };
}

export function sentOf(draft: Draft): Sent {
  const { week, exceptions, ...same } = draft;
  return {
    ...same,
    week: week.flatMap((hours, at) => (hours.length > 0 ? [{ weekday: at + 1, hours: written(hours) }] : [])),
    exceptions: Object.entries(exceptions)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([day_date, { hours, comment }]) => ({ day_date, hours: written(hours), comment })),
  };
}

/** «9», «930», «9.30» as the clock writes them; what is no time of day as it is. */
export function readClock(text: string): string {
  const [, hours = '', minutes = '00'] = /^(\d{1,2})[:.\s-]?(\d{2})?$/.exec(text.trim()) ?? [];
  const written = `${hours.padStart(2, '0')}:${minutes}`;
  return hours && (CLOCK.test(written) || written === '24:00') ? written : text.trim();
}

const written = (hours: Hours[]) =>
  hours.map(({ start, end }) => ({ start: readClock(start), end: readClock(end) }));

/** The reason for which the hours of a day would be refused. */
export function problemOf(hours: Hours[]): string {
  let ended = '';
  for (const { start, end } of written(hours).sort((one, other) => one.start.localeCompare(other.start))) {
    if (!CLOCK.test(start) || !(CLOCK.test(end) || end === '24:00')) return 'TIME_OF_DAY_FORMAT';
    if (end <= start) return 'WHEN_ENDS_BEFORE';
    if (start < ended) return 'INTERVALS_OVERLAP';
    ended = end;
  }
  return '';
}

/** More hours after those that there are. */
export function more(hours: Hours[]): Hours[] {
  const last = hours.at(-1)?.end;
  if (!last) return DAY;
  const from = last < '22:00' ? readClock(String(Number(last.slice(0, 2)) + 1)) : '23:00';
  return [...hours, { start: from, end: last < '20:00' ? '20:00' : '24:00' }];
}

const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
export const minutesOf = (hours: Hours[]) =>
  hours.reduce((sum, { start, end }) => sum + minutes(end) - minutes(start), 0);

/** «пн–пт 09:00–13:00, 14:00–18:00»: days in a row with the same hours are told of together. */
export function weekText(week: Hours[][], dayName: (day: number) => string): string {
  const texts = week.map((hours) => hours.map(({ start, end }) => `${start}–${end}`).join(', '));
  const told: string[] = [];
  for (let from = 0; from < texts.length; from += 1) {
    let to = from;
    while (texts[to + 1] === texts[from]) to += 1;
    const days = to > from ? `${dayName(from + 1)}–${dayName(to + 1)}` : dayName(from + 1);
    if (texts[from]) told.push(`${days} ${texts[from]}`);
    from = to;
  }
  return told.join('; ');
}

const weekday = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** What a day is in the draft, by what the public calendar says of it. */
export function kindOf(draft: Draft, day: string, known?: Kind): Kind {
  const own = draft.exceptions[day];
  if (own) return own.hours.length > 0 ? 'WORKING' : 'HOLIDAY';
  const said = draft.russian ? known : '';
  if (said === 'HOLIDAY' || said === 'TRANSFERRED') return said;
  const works = (draft.week[weekday(day)] ?? []).length > 0;
  if (!works) return 'WEEKEND';
  return said === 'SHORT' ? said : 'WORKING';
}

/** All days of a month, as dates; `month` from 1. */
export function monthDays(year: number, month: number): string[] {
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.UTC(year, month - 1, at + 1)).toISOString().slice(0, 10),
  );
}

/** Empty places before its first day, so that weeks begin on Monday. */
export const offsetOf = (year: number, month: number) => weekday(monthDays(year, month)[0] ?? '');
