/** Spans of whole months that losses are looked at by (pure). */
import { daysLater } from '@/shared/lib/dates';

export const PERIODS = ['month', 'previous', 'quarter', 'year'] as const;
export type Period = (typeof PERIODS)[number];

/** First and last day, as the address and the API have them; nothing: of all times. */
export interface Days {
  closed_from?: string;
  closed_to?: string;
}

const FIRST = /^(\d{4})-(\d{2})/;

/** `today`: 2026-11-22 */
export function daysOf(period: string | undefined, today: string): Days {
  const [, year = '', month = ''] = FIRST.exec(today) ?? [];
  const now = Number(month);
  const quarter = now - ((now - 1) % 3);
  switch (period) {
    case 'month':
      return months(Number(year), now, 1);
    case 'previous':
      return months(Number(year), now - 1, 1);
    case 'quarter':
      return months(Number(year), quarter, 3);
    case 'year':
      return months(Number(year), 1, 12);
    default:
      return {};
  }
}

/** «2026-10» */
export function daysOfMonth(month: string): Days {
  const [, year = '', number = ''] = FIRST.exec(month) ?? [];
  return months(Number(year), Number(number), 1);
}

function months(year: number, month: number, count: number): Days {
  const beyond = firstDay(year, month + count);
  return { closed_from: firstDay(year, month), closed_to: daysLater(beyond, -1) };
}

/** Month 0 is the December before, month 13 the January after. */
const firstDay = (year: number, month: number) =>
  new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10);
