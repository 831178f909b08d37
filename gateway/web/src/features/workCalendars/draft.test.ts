import { expect, it } from 'vitest';
import { draftOf, kindOf, monthDays, more, offsetOf, problemOf, readClock, sentOf, weekText } from './draft';

const hours = (...pairs: [string, string][]) => pairs.map(([start, end]) => ({ start, end }));

it('begins with five days, and sends the days that are worked on', () => {
  const draft = {
    ...draftOf(),
    display_name: 'Пятидневка',
    exceptions: { '2026-12-31': { hours: [], comment: '' } },
  };
  const sent = sentOf(draft);
  expect(sent.week?.map(({ weekday }) => weekday)).toEqual([1, 2, 3, 4, 5]);
  expect(sent.exceptions).toEqual([{ day_date: '2026-12-31', hours: [], comment: '' }]);
});

it.each([
  ['9', '09:00'],
  ['930', '09:30'],
  ['18.15', '18:15'],
  ['24', '24:00'],
  ['25', '25'],
  ['', ''],
])('reads %s as %s', (text, expected) => expect(readClock(text)).toBe(expected));

it.each([
  [hours(['14:00', '18:00'], ['09:00', '14:00']), ''],
  [hours(['09:00', '15:00'], ['14:00', '18:00']), 'INTERVALS_OVERLAP'],
  [hours(['18:00', '09:00']), 'WHEN_ENDS_BEFORE'],
  [hours(['', '18:00']), 'TIME_OF_DAY_FORMAT'],
  [hours(['9', '12'], ['13', '1730']), ''],
  [[], ''],
])('sees what would be refused', (day, expected) => expect(problemOf(day)).toBe(expected));

it('adds hours after those that there are', () => {
  expect(more([])).toHaveLength(2);
  expect(more(hours(['09:00', '18:00'])).at(-1)).toEqual({ start: '19:00', end: '20:00' });
  expect(problemOf(more(hours(['09:00', '21:30'])))).toBe('');
});

it('tells of days in a row together', () => {
  const name = (day: number) => ['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'][day - 1] ?? '';
  expect(weekText(draftOf().week, name)).toBe('пн–пт 09:00–13:00, 14:00–18:00');
  const week = [hours(['08:00', '16:00']), [], hours(['08:00', '16:00']), [], [], [], []];
  expect(weekText(week, name)).toBe('пн 08:00–16:00; ср 08:00–16:00');
});

it('knows what a day is before it is saved', () => {
  const draft = draftOf();
  expect(kindOf(draft, '2026-05-11', 'HOLIDAY')).toBe('HOLIDAY');
  expect(kindOf({ ...draft, russian: false }, '2026-05-11', 'HOLIDAY')).toBe('WORKING');
  expect(kindOf(draft, '2026-05-08', 'SHORT')).toBe('SHORT');
  expect(kindOf(draft, '2026-05-09')).toBe('WEEKEND');
  const moved = { ...draft, exceptions: { '2026-05-09': { hours: hours(['10:00', '12:00']), comment: '' } } };
  expect(kindOf(moved, '2026-05-09', 'HOLIDAY')).toBe('WORKING');
});

it('lays months out by weeks', () => {
  expect(monthDays(2024, 2)).toHaveLength(29);
  expect(offsetOf(2026, 11)).toBe(6);
  expect(offsetOf(2027, 2)).toBe(0);
});
