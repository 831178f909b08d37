import { expect, it } from 'vitest';
import { changesOf, inputOf, newDraft, remindersOf } from './draft';

const ZONE = 'Asia/Yekaterinburg';
const draft = newDraft('users/1', ZONE, { subject: 'deals/1', display_name: 'Сделка' });

it('plans for oneself, about whose card one comes from, any time today', () => {
  expect(inputOf(draft, ZONE)).toMatchObject({ owner: 'users/1', subject: 'deals/1', when: { kind: 'DAY' } });
});

it('sends only what was changed, and a deadline that was taken away as nothing', () => {
  const due = { ...draft, deadlineDay: '2026-11-30', deadlineTime: '18:00' };
  expect(changesOf(due, draft, ZONE)).toEqual({ deadline_time: '2026-11-30T13:00:00.000Z' });
  expect(changesOf(draft, due, ZONE)).toEqual({ deadline_time: null });
  expect(changesOf(draft, draft, ZONE)).toEqual({});
});

it('reminds minutes before the hour, or days before at nine', () => {
  expect(remindersOf('')).toEqual([]);
  expect(remindersOf('m15')).toMatchObject([{ minutes_before: 15, time_of_day: '' }]);
  expect(remindersOf('d1')).toMatchObject([{ days_before: 1, time_of_day: '09:00' }]);
});
