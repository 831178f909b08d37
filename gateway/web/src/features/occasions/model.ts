/** Days of the tenant's calendar, and occasions by them. */
import { daysLater } from '@/shared/lib/dates';
import type { Occasion } from './api';

export const PERIODS = { today: 1, week: 7, month: 31 } as const;
export type Period = keyof typeof PERIODS;

export const lastDay = (today: string, period: Period) => daysLater(today, PERIODS[period] - 1);

export interface OccasionDay {
  date: string;
  occasions: Occasion[];
}

/** They come in order of days already. */
export function byDay(occasions: readonly Occasion[]): OccasionDay[] {
  const days: OccasionDay[] = [];
  for (const occasion of occasions) {
    const date = occasion.occasion_date ?? '';
    if (days.at(-1)?.date !== date) days.push({ date, occasions: [] });
    days.at(-1)!.occasions.push(occasion);
  }
  return days;
}

/** today and tomorrow have names of their own. */
export function dayName(date: string, today: string): 'today' | 'tomorrow' | undefined {
  if (date === today) return 'today';
  return date === daysLater(today, 1) ? 'tomorrow' : undefined;
}
