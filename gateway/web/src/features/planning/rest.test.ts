import { expect, it } from 'vitest';
import { restOf, type WorkingDays } from './rest';

const OFFICE = [
  { start: '09:00', end: '13:00' },
  { start: '14:00', end: '18:00' },
];
const week = (time_zone: string): WorkingDays => ({
  time_zone,
  working_days: ['2026-12-10', '2026-12-11', '2026-12-12', '2026-12-13'].map((day_date, at) => ({
    day_date,
    kind: at < 2 ? 'WORKING' : 'WEEKEND',
    hours: at < 2 ? OFFICE : [],
    comment: '',
  })),
});

it('rests at night and at noon', () =>
  expect(restOf(week('Europe/Moscow'), '2026-12-11', 'Europe/Moscow')).toEqual([
    [0, 540],
    [780, 840],
    [1080, 1440],
  ]));

it('rests all of a day off, and nothing is known of other days', () => {
  expect(restOf(week('Europe/Moscow'), '2026-12-12', 'Europe/Moscow')).toEqual([[0, 1440]]);
  expect(restOf(week('Europe/Moscow'), '2026-12-20', 'Europe/Moscow')).toEqual([]);
  expect(restOf(undefined, '2026-12-11', 'Europe/Moscow')).toEqual([]);
});

it('lies where it is by the clock of who looks', () => {
  // Nine in Kamchatka is midnight in Moscow.
  expect(restOf(week('Asia/Kamchatka'), '2026-12-11', 'Europe/Moscow')).toEqual([
    [240, 300],
    [540, 1440],
  ]);
  // And their Friday goes on on a Saturday of Kamchatka.
  expect(restOf(week('Europe/Moscow'), '2026-12-12', 'Asia/Kamchatka')).toEqual([[180, 1440]]);
});

it('works around the clock until midnight', () => {
  const days = week('Europe/Moscow');
  const night = {
    ...days,
    working_days: days.working_days.map((day) => ({ ...day, hours: [{ start: '00:00', end: '24:00' }] })),
  };
  expect(restOf(night, '2026-12-11', 'Europe/Moscow')).toEqual([]);
});
