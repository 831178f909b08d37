import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import type { When } from './api';
import { dueWithin } from './search';
import { draftOf, isOverdue, onDay, whenOf, whenText, workingDaysLater } from './when';

const MOSCOW = 'Europe/Moscow';
const KAMCHATKA = 'Asia/Kamchatka';
const NOW = new Date('2026-11-22T12:00:00Z');
const t = ((key: string) => key.replace('works.', '')) as unknown as TFunction;
const when = (part: Partial<When>): When => ({
  kind: 'DAY',
  start_time: null,
  end_time: null,
  start_date: null,
  end_date: null,
  time_zone: MOSCOW,
  ...part,
});
const exact = when({
  kind: 'EXACT',
  start_time: '2026-11-22T11:00:00Z',
  end_time: '2026-11-22T12:30:00Z',
  start_date: '2026-11-22',
  end_date: '2026-11-22',
});

describe('when a work is to be done', () => {
  it('is read by the clock of the reader, if it has hours', () => {
    expect(whenText(t, exact, MOSCOW, NOW)).toBe('today, 14:00–15:30');
    // In Kamchatka it is the 23rd already, as it is now.
    expect(whenText(t, exact, KAMCHATKA, NOW)).toBe('yesterday, 23:00–today, 00:30');
  });

  it('stays on its days, if it has none', () => {
    const day = when({ start_date: '2026-11-23', end_date: '2026-11-23' });
    expect(whenText(t, day, MOSCOW, NOW)).toBe('tomorrow');
    expect(whenText(t, day, KAMCHATKA, NOW)).toBe('today');
    const days = when({ kind: 'DAYS', start_date: '2026-11-22', end_date: '2026-11-23' });
    expect(whenText(t, days, MOSCOW, NOW)).toBe('today – tomorrow');
    expect(whenText(t, null, MOSCOW, NOW)).toBe('');
  });

  it('goes into a form and comes out of it the same', () => {
    const draft = draftOf(exact, KAMCHATKA);
    expect(draft).toMatchObject({ kind: 'EXACT', date: '2026-11-22', time: '23:00', minutes: 90 });
    expect(whenOf(draft, KAMCHATKA)).toEqual({
      kind: 'EXACT',
      start_time: '2026-11-22T11:00:00.000Z',
      end_time: '2026-11-22T12:30:00.000Z',
      time_zone: KAMCHATKA,
    });
    const days = when({ kind: 'DAYS', start_date: '2026-11-22', end_date: '2026-11-25' });
    expect(whenOf(draftOf(days, MOSCOW), MOSCOW)).toEqual({
      kind: 'DAYS',
      start_date: '2026-11-22',
      end_date: '2026-11-25',
    });
    expect(whenOf(onDay('2026-11-22'), MOSCOW)).toEqual({ kind: 'DAY', start_date: '2026-11-22' });
  });

  it('without a date is left to the server to refuse', () => {
    expect(whenOf({ ...onDay('не дата'), kind: 'EXACT' }, MOSCOW)).toEqual({
      kind: 'EXACT',
      time_zone: MOSCOW,
    });
  });
});

it('is overdue when its moment is past and nobody closed it', () => {
  const due = '2026-11-22T11:59:59Z';
  expect(isOverdue({ state: 'OPEN', due_time: due }, NOW.getTime())).toBe(true);
  expect(isOverdue({ state: 'DONE', due_time: due }, NOW.getTime())).toBe(false);
  expect(isOverdue({ state: 'OPEN', due_time: null }, NOW.getTime())).toBe(false);
});

it('working days leave out Saturdays and Sundays', () => {
  expect(workingDaysLater('2026-11-20', 1)).toBe('2026-11-23');
  expect(workingDaysLater('2026-11-20', 0)).toBe('2026-11-20');
  expect(workingDaysLater('2026-11-21', 0)).toBe('2026-11-23');
  expect(workingDaysLater('2026-11-18', 5)).toBe('2026-11-25');
  // By a calendar that has Monday off and works on Saturdays.
  expect(workingDaysLater('2026-11-20', 2, (day) => ['2026-11-22', '2026-11-23'].includes(day))).toBe(
    '2026-11-24',
  );
});

describe('a period', () => {
  it('has what is due when its last day is over, and not what was due when it began', () => {
    expect(dueWithin('today', MOSCOW, NOW)).toEqual({
      min_due_time: '2026-11-21T21:00:00.001Z',
      max_due_time: '2026-11-22T21:00:00.001Z',
    });
  });

  it('is a week from Monday, or a month', () => {
    expect(dueWithin('week', 'UTC', NOW)).toEqual({
      min_due_time: '2026-11-16T00:00:00.001Z',
      max_due_time: '2026-11-23T00:00:00.001Z',
    });
    expect(dueWithin('month', 'UTC', NOW)).toEqual({
      min_due_time: '2026-11-01T00:00:00.001Z',
      max_due_time: '2026-12-01T00:00:00.001Z',
    });
  });

  it('that nobody knows narrows nothing', () => {
    expect(dueWithin('someday', MOSCOW, NOW)).toEqual({});
    expect(dueWithin(undefined, MOSCOW, NOW)).toEqual({});
  });
});
