/** How a work repeats: rules of the server, the choices of the form, and both in words. */
import type { TFunction } from 'i18next';
import { daysLater } from '@/shared/lib/dates';
import { date as dateText } from '@/shared/lib/format';
import type { OnDayOff, Repeated, WorkSeries } from './api';

export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Freq = (typeof FREQUENCIES)[number];
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const WORKDAYS = 'BYDAY=MO,TU,WE,TH,FR';

/** What comes again and again: without its end. */
export interface Pattern {
  freq: Freq;
  interval: number;
  /** BYDAY=… or BYMONTHDAY=…, or nothing: as it begins. */
  by: string;
}

export type Ending = 'NEVER' | 'UNTIL' | 'COUNT';

/** As a form holds it; no pattern: once. */
export interface Repeat {
  pattern: Pattern | null;
  ending: Ending;
  until: string;
  count: number;
  off: OnDayOff;
}

export const ONCE: Repeat = { pattern: null, ending: 'NEVER', until: '', count: 10, off: 'KEEP' };

const weekdayOf = (day: string) => WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'MO';
const dayOf = (day: string) => Number(day.slice(8));
const isLastDay = (day: string) => dayOf(daysLater(day, 1)) === 1;
const ordinalOf = (day: string) => Math.ceil(dayOf(day) / 7);

/** What of a month a day is: its number, the last one, the second Tuesday, the last Tuesday. */
export function monthlyOf(day: string): string[] {
  const weekday = weekdayOf(day);
  const isLastWeek = daysLater(day, 7).slice(0, 7) !== day.slice(0, 7);
  return [
    `BYMONTHDAY=${dayOf(day)}`,
    ...(isLastDay(day) ? ['BYMONTHDAY=-1'] : []),
    ...(ordinalOf(day) < 5 ? [`BYDAY=${ordinalOf(day)}${weekday}`] : []),
    ...(isLastWeek ? [`BYDAY=-1${weekday}`] : []),
  ];
}

export const weeklyOf = (day: string) => `BYDAY=${weekdayOf(day)}`;

/** What is usually meant by «again», of something on that day. */
export function presetsOf(day: string): Pattern[] {
  const one = (freq: Freq, by = ''): Pattern => ({ freq, interval: 1, by });
  return [
    one('DAILY'),
    one('WEEKLY', WORKDAYS),
    one('WEEKLY', weeklyOf(day)),
    ...monthlyOf(day).map((by) => one('MONTHLY', by)),
    one('YEARLY'),
  ];
}

export const patternText = ({ freq, interval, by }: Pattern) =>
  [`FREQ=${freq}`, interval > 1 && `INTERVAL=${interval}`, by].filter(Boolean).join(';');

/** As it moves along when the day of its first work is chosen anew: only what was made of that day. */
export function along(pattern: Pattern, before: string, after: string): Pattern {
  const at = presetsOf(before).findIndex(({ freq, by }) => freq === pattern.freq && by === pattern.by);
  if (at < 0 || pattern.by === WORKDAYS || before === after) return pattern;
  if (pattern.freq === 'WEEKLY') return { ...pattern, by: weeklyOf(after) };
  if (pattern.freq !== 'MONTHLY') return pattern;
  const same = (by: string) => by.startsWith('BYDAY') === pattern.by.startsWith('BYDAY');
  const isLast = pattern.by.includes('=-1');
  const found = monthlyOf(after).filter(same);
  return { ...pattern, by: found.find((by) => by.includes('=-1') === isLast) ?? found[0] ?? pattern.by };
}

export function ruleOf({ pattern, ending, until, count, off }: Repeat): Repeated | null {
  if (!pattern) return null;
  const end =
    ending === 'COUNT'
      ? `COUNT=${count}`
      : ending === 'UNTIL' && until && `UNTIL=${until.replaceAll('-', '')}`;
  return { rule: [patternText(pattern), end].filter(Boolean).join(';'), on_day_off: off };
}

export function repeatOf({ rule, on_day_off }: Pick<WorkSeries, 'rule' | 'on_day_off'>): Repeat {
  const said = Object.fromEntries(rule.split(';').map((part) => part.split('='))) as Record<string, string>;
  const by = said.BYDAY ? `BYDAY=${said.BYDAY}` : said.BYMONTHDAY ? `BYMONTHDAY=${said.BYMONTHDAY}` : '';
  const until = said.UNTIL ? said.UNTIL.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') : '';
  return {
    pattern: { freq: (said.FREQ ?? 'DAILY') as Freq, interval: Number(said.INTERVAL ?? 1), by },
    ending: until ? 'UNTIL' : said.COUNT ? 'COUNT' : 'NEVER',
    until,
    count: Number(said.COUNT ?? ONCE.count),
    off: on_day_off || 'KEEP',
  };
}

/** «каждые 2 недели по вторникам и пятницам»; `day`: of the first one, which a year's is named after. */
export function patternWords(t: TFunction, language: string, pattern: Pattern, day: string): string {
  const { freq, interval, by } = pattern;
  if (by === WORKDAYS && freq === 'WEEKLY' && interval === 1) return t('series.workdays');
  const every = interval === 1 ? t(`series.each.${freq}`) : t(`series.every.${freq}`, { count: interval });
  return [every, byWords(t, language, pattern, day)].filter(Boolean).join(' ');
}

function byWords(t: TFunction, language: string, { freq, by }: Pattern, day: string): string {
  const list = (words: string[]) => new Intl.ListFormat(language).format(words);
  const [name, values = ''] = by.split('=');
  if (freq === 'YEARLY')
    return day && new Intl.DateTimeFormat(language, DAY_AND_MONTH).format(new Date(`${day}T00:00:00Z`));
  if (name === 'BYMONTHDAY' || (freq === 'MONTHLY' && !by && day)) {
    const days = name === 'BYMONTHDAY' ? values.split(',') : [String(dayOf(day))];
    return list(
      days.map((each) => (each === '-1' ? t('series.lastDay') : t('series.monthDay', { day: each }))),
    );
  }
  if (freq === 'WEEKLY') {
    const days = by ? values.split(',') : day ? [weekdayOf(day)] : [];
    return days.length > 0
      ? t('series.onDays', { days: list(days.map((each) => t(`series.onDay.${each}`))) })
      : '';
  }
  return list(
    values
      .split(',')
      .filter(Boolean)
      .map((each) => nthWords(t, each)),
  );
}

const DAY_AND_MONTH = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const;

/** «во второй вторник»: ordinals agree with their days. */
function nthWords(t: TFunction, value: string): string {
  const [, ordinal, weekday] = /^(-?\d)(\w\w)$/.exec(value) ?? [];
  return t('series.nth', {
    ordinal: t(`series.ordinal.${ordinal}.${weekday}`),
    day: t(`series.theDay.${weekday}`),
  });
}

export function ruleWords(
  t: TFunction,
  language: string,
  series: Pick<WorkSeries, 'rule' | 'on_day_off'>,
  day: string,
): string {
  const { pattern, ending, until, count } = repeatOf(series);
  const words = pattern ? patternWords(t, language, pattern, day) : '';
  if (ending === 'UNTIL') return `${words}, ${t('series.until', { date: dateText(until) })}`;
  return ending === 'COUNT' ? `${words}, ${t('series.times', { count })}` : words;
}
