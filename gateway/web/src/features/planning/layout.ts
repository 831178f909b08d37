/** Where works lie in a grid of hours, and bars in a lane of days (pure). */
import { daysLater } from '@/shared/lib/dates';
import type { WorkCard } from './api';
import { clock, daysTaken, isExact, minuteOf } from './moving';

export interface Block {
  card: WorkCard;
  /** Minutes of the day. */
  from: number;
  to: number;
  lane: number;
  lanes: number;
}
const DAY = 1440;
/** Shorter ones are drawn as long as this, to be read and hit. */
export const SHORTEST = 20;
export const SNAP = 15;

/** Exact works of one day, side by side where they overlap. */
export function blocksOf(works: WorkCard[], day: string, zone: string): Block[] {
  const cut = works
    .filter((card) => isExact(card) && touches(card, day, zone))
    .map((card) => ({ card, ...hoursOn(card, day, zone), lane: 0, lanes: 1 }))
    .sort((a, b) => a.from - b.from || b.to - a.to || a.card.name.localeCompare(b.card.name));
  let group: Block[] = [];
  let ends: number[] = [];
  const settle = () => {
    for (const each of group) each.lanes = ends.length;
    group = [];
    ends = [];
  };
  for (const each of cut) {
    if (ends.length > 0 && each.from >= Math.max(...ends)) settle();
    const free = ends.findIndex((end) => end <= each.from);
    each.lane = free < 0 ? ends.length : free;
    ends[each.lane] = Math.max(each.to, each.from + SHORTEST);
    group.push(each);
  }
  settle();
  return cut;
}

function hoursOn(card: WorkCard, day: string, zone: string) {
  const [first, last] = daysTaken(card, zone);
  const from = first < day ? 0 : minuteOf(card.when?.start_time ?? '', zone);
  const ends = minuteOf(card.when?.end_time ?? '', zone);
  return { from, to: last > day || ends === 0 ? DAY : Math.max(ends, from + 1) };
}

const touches = (card: WorkCard, day: string, zone: string) => {
  const [first, last] = daysTaken(card, zone);
  return first <= day && day <= last;
};

export const onDay = (works: WorkCard[], day: string, zone: string) =>
  works.filter((card) => touches(card, day, zone));

export interface Bar {
  card: WorkCard;
  /** Of the days shown, from 0. */
  from: number;
  to: number;
  lane: number;
  /** It goes on beyond the days shown. */
  before: boolean;
  after: boolean;
}

/** Floating works as bars over the days they take; the longest on top. */
export function barsOf(works: WorkCard[], days: string[], zone: string): Bar[] {
  const first = days[0] ?? '';
  const last = days.at(-1) ?? '';
  const found = works
    .filter((card) => !isExact(card))
    .map((card) => ({ card, taken: daysTaken(card, zone) }))
    .filter(({ taken: [from, to] }) => from <= last && to >= first)
    .sort((a, b) => a.taken[0].localeCompare(b.taken[0]) || b.taken[1].localeCompare(a.taken[1]));
  const ends: number[] = [];
  return found.map(({ card, taken: [start, end] }) => {
    const from = Math.max(0, days.indexOf(start < first ? first : start));
    const to = days.indexOf(end > last ? last : end);
    const free = ends.findIndex((taken) => taken < from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = to;
    return { card, from, to, lane, before: start < first, after: end > last };
  });
}

/** The minute at which something of this length lands when its upper edge is there. */
export function snapped(y: number, hour: number, length: number): number {
  const minute = Math.round(((y / hour) * 60) / SNAP) * SNAP;
  return Math.max(0, Math.min(DAY - Math.min(length, DAY), minute, DAY - SNAP));
}

export const hoursText = (card: WorkCard, zone: string) =>
  card.when?.start_time && card.when.end_time
    ? `${clock(minuteOf(card.when.start_time, zone))}–${clock(minuteOf(card.when.end_time, zone))}`
    : '';

/** «вчера», «3 дня»: how long a work is overdue, in days of the calendar. */
export function daysLate(card: WorkCard, zone: string, today: string): number {
  const [, last] = daysTaken(card, zone);
  let days = 0;
  for (let day = last; day < today && days < 999; day = daysLater(day, 1)) days += 1;
  return days;
}

/** How full a day is: 0 to 1 and above; nobody works on a day off. */
export const loadOf = ({ minutes, working_minutes }: { minutes: number; working_minutes: number }) =>
  minutes === 0 ? 0 : minutes / Math.max(working_minutes, 1);
