import { describe, expect, it } from 'vitest';
import { until } from './model';

describe('how long a notice is put off', () => {
  it('goes on from now', () => {
    const now = new Date(2026, 10, 30, 23, 50);
    expect(until('minutes15', now)).toEqual(new Date(2026, 11, 1, 0, 5));
    expect(until('hours3', now)).toEqual(new Date(2026, 11, 1, 2, 50));
  });
  it('is the next morning, at the end of a month too', () => {
    expect(until('tomorrow', new Date(2026, 10, 30, 8))).toEqual(new Date(2026, 11, 1, 9));
  });
});
