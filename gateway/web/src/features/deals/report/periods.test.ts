import { describe, expect, it } from 'vitest';
import { daysOf, daysOfMonth } from './periods';

describe('periods', () => {
  it.each([
    ['month', '2026-11-22', '2026-11-01', '2026-11-30'],
    ['previous', '2026-01-31', '2025-12-01', '2025-12-31'],
    ['quarter', '2026-12-31', '2026-10-01', '2026-12-31'],
    ['quarter', '2026-01-01', '2026-01-01', '2026-03-31'],
    ['year', '2028-02-29', '2028-01-01', '2028-12-31'],
  ])('%s of %s has its first and last day', (period, today, closed_from, closed_to) => {
    expect(daysOf(period, today)).toEqual({ closed_from, closed_to });
  });

  it('is all times unless one is chosen', () => {
    expect(daysOf(undefined, '2026-11-22')).toEqual({});
  });

  it('knows how long February is', () => {
    expect(daysOfMonth('2028-02')).toEqual({ closed_from: '2028-02-01', closed_to: '2028-02-29' });
  });
});
