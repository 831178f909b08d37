import { describe, expect, it } from 'vitest';
import type { WorkCard } from './api';
import { daysOf, monday, spanOf, step } from './dates';
import { barsOf, blocksOf, daysLate, snapped } from './layout';
import { daysTaken, exactly, floating, isLater, moved, plannerMoved, toDay } from './moving';

const MSK = 'Europe/Moscow';
const card = (name: string, when: Partial<NonNullable<WorkCard['when']>>): WorkCard =>
  ({
    name,
    display_name: name,
    state: 'OPEN',
    owner: 'users/1',
    minutes: 30,
    when: { start_time: null, end_time: null, start_date: null, end_date: null, time_zone: MSK, ...when },
  }) as WorkCard;
const hours = (name: string, from: string, to: string) =>
  card(name, { kind: 'EXACT', start_time: `2026-12-07T${from}:00Z`, end_time: `2026-12-07T${to}:00Z` });
const days = (name: string, first: string, last: string) =>
  card(name, { kind: first === last ? 'DAY' : 'DAYS', start_date: first, end_date: last });

describe('days', () => {
  it('begin weeks on Mondays and fill months with whole weeks', () => {
    expect(monday('2026-12-06')).toBe('2026-11-30');
    expect(spanOf('month', '2026-12-15')).toEqual({ start_date: '2026-11-30', end_date: '2027-01-03' });
    expect(daysOf(spanOf('week', '2026-12-09'))).toHaveLength(7);
  });
  it('step by what is shown', () => {
    expect(step('month', '2026-01-31', 1)).toBe('2026-02-01');
    expect(step('week', '2026-12-28', 1)).toBe('2027-01-04');
    expect(step('day', '2026-03-01', -1)).toBe('2026-02-28');
  });
});

describe('blocks', () => {
  it('lie side by side where they overlap, and alone where they do not', () => {
    const works = [hours('a', '06:00', '08:00'), hours('b', '07:00', '07:30'), hours('c', '08:00', '09:00')];
    const found = blocksOf(works, '2026-12-07', MSK);
    expect(found.map(({ lane, lanes, from }) => [lane, lanes, from])).toEqual([
      [0, 2, 540],
      [1, 2, 600],
      [0, 1, 660],
    ]);
  });
  it('are cut at the midnight of the reader', () => {
    const night = card('n', {
      kind: 'EXACT',
      start_time: '2026-12-07T20:00:00Z',
      end_time: '2026-12-07T22:00:00Z',
    });
    expect(daysTaken(night, MSK)).toEqual(['2026-12-07', '2026-12-08']);
    expect(blocksOf([night], '2026-12-07', MSK)[0]).toMatchObject({ from: 1380, to: 1440 });
    expect(blocksOf([night], '2026-12-08', MSK)[0]).toMatchObject({ from: 0, to: 60 });
    expect(daysTaken(night, 'Asia/Kamchatka')).toEqual(['2026-12-08', '2026-12-08']);
  });
  it('snap to quarters and stay within the day', () => {
    expect(snapped(100, 48, 30)).toBe(120);
    expect(snapped(-50, 48, 30)).toBe(0);
    expect(snapped(9999, 48, 60)).toBe(1380);
  });
});

describe('bars', () => {
  it('take the first free lane and say that they go on', () => {
    const works = [days('long', '2026-12-05', '2026-12-08'), days('one', '2026-12-07', '2026-12-07')];
    const found = barsOf(works, daysOf(spanOf('week', '2026-12-07')), MSK);
    expect(found.map(({ card: { name }, from, to, lane, before }) => [name, from, to, lane, before])).toEqual(
      [
        ['long', 0, 1, 0, true],
        ['one', 0, 0, 1, false],
      ],
    );
  });
  it('say how late they are', () => {
    expect(daysLate(days('x', '2026-12-01', '2026-12-03'), MSK, '2026-12-07')).toBe(4);
  });
});

describe('moving', () => {
  it('keeps the hour of the clock on another day', () => {
    const when = toDay(hours('a', '06:00', '07:00'), '2026-12-10', MSK);
    expect(when).toMatchObject({
      start_time: '2026-12-10T06:00:00.000Z',
      end_time: '2026-12-10T07:00:00.000Z',
    });
  });
  it('keeps how many days it takes', () => {
    expect(floating(days('a', '2026-12-01', '2026-12-03'), '2026-12-30')).toEqual({
      kind: 'DAYS',
      start_date: '2026-12-30',
      end_date: '2027-01-01',
    });
  });
  it('knows what is later', () => {
    const work = hours('a', '06:00', '07:00');
    expect(isLater(work, exactly(MSK, '2026-12-07', 600, 60), MSK)).toBe(true);
    expect(isLater(work, exactly(MSK, '2026-12-07', 480, 60), MSK)).toBe(false);
    expect(
      isLater(days('b', '2026-12-07', '2026-12-07'), { kind: 'DAY', start_date: '2026-12-08' }, MSK),
    ).toBe(true);
  });
  it('shows it in its new cell at once, and the sums with it', () => {
    const work = days('a', '2026-12-07', '2026-12-07');
    const empty = { works: 0, minutes: 0, working_minutes: 480, plus: 0, minus: 0, overdue: 0, first: [] };
    const row = (user: string, first: WorkCard[]) => ({
      ...{ user, display_name: user, org_unit: '', overdue: 0, working_hours: [] },
      cells: [{ ...empty, works: first.length, minutes: 30 * first.length, first }, empty],
    });
    const before = {
      ...{ start_date: '2026-12-07', pool: [], pool_count: 0, next_page_token: '' },
      rows: [row('users/1', [work]), row('users/2', [])],
    };
    const move = { card: work, owner: 'users/2', when: { kind: 'DAY' as const, start_date: '2026-12-08' } };
    const after = plannerMoved(before, { ...move, cell: { user: 'users/2', day: '2026-12-08' } });
    expect(after.rows[0]?.cells[0]).toMatchObject({ works: 0, minutes: 0 });
    expect(after.rows[1]?.cells[1]).toMatchObject({ works: 1, minutes: 30 });
    expect(moved(move).owner).toBe('users/2');
    const freed = plannerMoved(before, { card: work, owner: '', cell: { user: '', day: '2026-12-07' } });
    expect([freed.pool_count, freed.pool.length]).toEqual([1, 1]);
  });
});
