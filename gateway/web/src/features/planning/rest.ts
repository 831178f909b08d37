/** Of a day of the reader's clock, when somebody works, and what kind of day it is there (pure). */
import type { WorkingDay } from '@/features/workCalendars';
import { daysLater } from '@/shared/lib/dates';
import { civilIn, instantIn } from '@/shared/lib/zones';

export interface WorkingDays {
  working_days: WorkingDay[];
  time_zone: string;
}
/** Minutes of the day. */
export type Interval = [from: number, to: number];
const DAY = 1440;

const minute = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

export const isOff = (day: WorkingDay) => day.hours.length === 0;

/** The days of whoever it is, by their dates. */
export const byDate = (known?: WorkingDays) =>
  new Map(known?.working_days.map((day) => [day.day_date ?? '', day]));

/** The hours that are not worked on; none, if nothing is known of that day. */
export function restOf(known: WorkingDays | undefined, day: string, zone: string): Interval[] {
  const worked = known ? workedOn(known, day, zone) : null;
  if (!worked) return [];
  const rest: Interval[] = [];
  let ended = 0;
  for (const [from, to] of worked.sort(([one], [other]) => one - other)) {
    if (from > ended) rest.push([ended, from]);
    ended = Math.max(ended, to);
  }
  if (ended < DAY) rest.push([ended, DAY]);
  return rest;
}

function workedOn({ working_days, time_zone }: WorkingDays, day: string, zone: string): Interval[] | null {
  if (!working_days.some(({ day_date }) => day_date === day)) return null;
  // Elsewhere the clock shows another day, too.
  const near = [daysLater(day, -1), day, daysLater(day, 1)];
  return working_days
    .filter(({ day_date }) => near.includes(day_date ?? ''))
    .flatMap(({ day_date, hours }) =>
      hours.map(
        ({ start, end }): Interval => [
          minuteHere(day_date ?? '', start, time_zone, day, zone),
          minuteHere(day_date ?? '', end, time_zone, day, zone),
        ],
      ),
    )
    .filter(([from, to]) => to > from);
}

/** Where a clock elsewhere lies on the reader's day: before and after it at its edges. */
function minuteHere(date: string, clock: string, elsewhere: string, day: string, zone: string): number {
  const [on, at] = clock === '24:00' ? [daysLater(date, 1), '00:00'] : [date, clock];
  const here = elsewhere === zone ? { date: on, time: at } : civilIn(zone, instantIn(elsewhere, on, at));
  if (here.date < day) return 0;
  return here.date > day ? DAY : minute(here.time);
}
