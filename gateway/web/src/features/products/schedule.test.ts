import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';
import { partsOf, readSchedule, restOf, scheduleText, stagesOf, sumsOf } from './schedule';

const t = ((key: string, values?: { count: number; what: string }) =>
  values ? `${key}(${values.count}, ${values.what})` : key) as unknown as TFunction;

it('reads a schedule as the server writes it in differences', () => {
  const parts = readSchedule('30:CONTRACT:0, 70:SHIPMENT:10');
  expect(parts).toEqual([
    { percent: 30, event: 'CONTRACT', days: 0 },
    { percent: 70, event: 'SHIPMENT', days: 10 },
  ]);
  expect(readSchedule('')).toEqual([]);
  expect(scheduleText(t, parts)).toBe(
    '30 % schedule.on.CONTRACT, 70 % schedule.after(10, schedule.of.SHIPMENT)',
  );
  expect(scheduleText(t, readSchedule('100:SHIPMENT:-3'))).toBe(
    '100 % schedule.before(3, schedule.of.SHIPMENT)',
  );
});

it('goes into a form and back', () => {
  const stages = readSchedule('30:CONTRACT:0, 70:SHIPMENT:10');
  expect(stagesOf(partsOf(stages))).toEqual(stages);
  expect(restOf(stages)).toBe(0);
  expect(restOf(stages.slice(1))).toBe(30);
});

it('shares out every kopeck', () => {
  const total = { amount: '100.01', currency: 'RUB' };
  const sums = sumsOf([{ percent: 33 }, { percent: 33 }, { percent: 34 }], total).map(({ amount }) => amount);
  expect(sums).toEqual(['33.00', '33.00', '34.01']);
  // As long as parts are missing nobody takes what is not his.
  expect(sumsOf([{ percent: 50 }], total)[0]?.amount).toBe('50.01');
});
