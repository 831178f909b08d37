import { describe, expect, it } from 'vitest';
import type { Occasion } from './api';
import { byDay, dayName, lastDay } from './model';

describe('occasions', () => {
  it('have periods that begin today', () => {
    expect(lastDay('2026-12-28', 'today')).toBe('2026-12-28');
    expect(lastDay('2026-12-28', 'week')).toBe('2027-01-03');
  });
  it('are shown by days', () => {
    const of = (occasion_date: string) => ({ occasion_date }) as Occasion;
    const days = byDay([of('2026-08-08'), of('2026-08-08'), of('2026-08-09')]);
    expect(days.map((day) => day.occasions.length)).toEqual([2, 1]);
    expect(dayName('2026-08-09', '2026-08-08')).toBe('tomorrow');
    expect(dayName('2026-08-10', '2026-08-08')).toBeUndefined();
  });
});
