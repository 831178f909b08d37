/** What a work becomes when it is moved, and what grids show of it until the server answers (pure). */

import { daysLater } from '@/shared/lib/dates';
import { civilIn, instantIn } from '@/shared/lib/zones';
import type { CalendarWorks, Planner, PlannerCell, WhenInput, WorkCard } from './api';

const MINUTE = 60_000;
const DAY = 1440;

export interface Move {
  card: WorkCard;
  /** Unset: stays when it is. */
  when?: WhenInput;
  /** Unset: stays whose it is. Empty: nobody's. */
  owner?: string;
  /** It begins later than it did. */
  later?: boolean;
  /** In whose row and on which day of the planner it lands. */
  cell?: { user: string; day: string };
}

export const isExact = ({ when }: WorkCard) => when?.kind === 'EXACT';

/** The days of the reader's clock on which it lies. */
export function daysTaken({ when }: WorkCard, zone: string): [string, string] {
  if (when?.kind === 'EXACT' && when.start_time && when.end_time) {
    const last = new Date(Date.parse(when.end_time) - 1);
    return [civilIn(zone, when.start_time).date, civilIn(zone, last).date];
  }
  return [when?.start_date ?? '', when?.end_date ?? when?.start_date ?? ''];
}

export const lengthOf = ({ when, minutes }: WorkCard) =>
  when?.start_time && when.end_time
    ? (Date.parse(when.end_time) - Date.parse(when.start_time)) / MINUTE
    : minutes;

/** Minutes of its day at which it begins there. */
export function minuteOf(instant: string, zone: string): number {
  const [hours = 0, minutes = 0] = civilIn(zone, instant).time.split(':').map(Number);
  return hours * 60 + minutes;
}

const two = (value: number) => String(value).padStart(2, '0');
export const clock = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** So many minutes from a minute of a day there. */
export function exactly(zone: string, day: string, minute: number, length: number): WhenInput {
  const start = instantIn(zone, day, clock(minute));
  const end = new Date(start.getTime() + length * MINUTE);
  return {
    kind: 'EXACT',
    start_time: start.toISOString(),
    end_time: end.toISOString(),
    time_zone: zone,
  };
}

/** Any time that day; of several days as many from that day on. */
export function floating(card: WorkCard, day: string): WhenInput {
  const { start_date, end_date, kind } = card.when ?? {};
  if (kind !== 'DAYS' || !start_date || !end_date) return { kind: 'DAY', start_date: day };
  const length = (Date.parse(end_date) - Date.parse(start_date)) / MINUTE / DAY;
  return { kind: 'DAYS', start_date: day, end_date: daysLater(day, length) };
}

/** Another day: exact hours at the same time of the clock, floating ones as they were. */
export function toDay(card: WorkCard, day: string, zone: string): WhenInput {
  const start = card.when?.start_time;
  if (!isExact(card) || !start) return floating(card, day);
  return exactly(zone, day, minuteOf(start, zone), lengthOf(card));
}

export function isLater(card: WorkCard, when: WhenInput, zone: string): boolean {
  const start = card.when?.start_time;
  if (when.kind === 'EXACT' && start) return Date.parse(when.start_time ?? '') > Date.parse(start);
  const first = when.start_time ? civilIn(zone, when.start_time).date : (when.start_date ?? '');
  return first > daysTaken(card, zone)[0];
}

/** The card as it will be. */
export function moved({ card, when, owner }: Move): WorkCard {
  const before = card.when;
  const next = when && {
    kind: when.kind ?? 'DAY',
    start_time: when.start_time ?? null,
    end_time: when.end_time ?? null,
    start_date: when.start_date ?? null,
    end_date: when.end_date ?? when.start_date ?? null,
    time_zone: when.time_zone ?? before?.time_zone ?? '',
  };
  return { ...card, when: (next as WorkCard['when']) ?? before, owner: owner ?? card.owner };
}

export const calendarMoved = (found: CalendarWorks, move: Move): CalendarWorks => ({
  ...found,
  works: found.works.map((each) => (each.name === move.card.name ? moved(move) : each)),
});

export function plannerMoved(found: Planner, move: Move): Planner {
  const { cell, card } = move;
  if (!cell) return found;
  const after = moved(move);
  const first = Date.parse(`${found.start_date}T00:00:00Z`);
  const without = (each: PlannerCell): PlannerCell =>
    each.first.some(({ name }) => name === card.name)
      ? sum(
          each,
          -1,
          card,
          each.first.filter(({ name }) => name !== card.name),
        )
      : each;
  const inPool = found.pool.some(({ name }) => name === card.name);
  const toPool = cell.user === '';
  return {
    ...found,
    pool: toPool ? [after, ...others(found.pool, card)] : others(found.pool, card),
    pool_count: found.pool_count + Number(toPool && !inPool) - Number(inPool && !toPool),
    rows: found.rows.map((row) => ({
      ...row,
      cells: row.cells.map((each, at) => {
        const left = without(each);
        const here =
          row.user === cell.user && first + at * DAY * MINUTE === Date.parse(`${cell.day}T00:00:00Z`);
        return here ? sum(left, 1, after, [...left.first, after]) : left;
      }),
    })),
  };
}

const others = (cards: WorkCard[], { name }: WorkCard) => cards.filter((each) => each.name !== name);

function sum(cell: PlannerCell, way: 1 | -1, card: WorkCard, first: WorkCard[]): PlannerCell {
  const minutes = card.state === 'OPEN' ? Math.max(0, cell.minutes + way * card.minutes) : cell.minutes;
  return { ...cell, first, works: cell.works + way, minutes };
}
