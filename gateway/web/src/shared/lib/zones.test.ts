import { describe, expect, it } from 'vitest';
import { civilIn, instantIn } from './zones';

describe('civil time in a zone', () => {
  it('is what the clock on the wall says there', () => {
    expect(civilIn('Asia/Vladivostok', '2026-11-22T15:30:00Z')).toEqual({
      date: '2026-11-23',
      time: '01:30',
    });
    expect(civilIn('Europe/Kaliningrad', '2026-11-22T22:00:00Z')).toEqual({
      date: '2026-11-23',
      time: '00:00',
    });
  });

  it.each([
    ['Europe/Moscow', '2026-11-22', '14:00', '2026-11-22T11:00:00.000Z'],
    ['Asia/Kamchatka', '2026-01-01', '00:00', '2025-12-31T12:00:00.000Z'],
    // Moscow put its clock back that night, for good.
    ['Europe/Moscow', '2014-10-26', '00:30', '2014-10-25T20:30:00.000Z'],
    ['Europe/Moscow', '2014-10-26', '12:00', '2014-10-26T09:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '12:00', '2026-03-29T10:00:00.000Z'],
  ])('%s %s %s is a moment', (zone, date, time, moment) => {
    expect(instantIn(zone, date, time).toISOString()).toBe(moment);
  });
});
