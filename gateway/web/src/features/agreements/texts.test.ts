import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';
import { readSchedule, scheduleText } from './texts';

const t = ((key: string, values?: { count: number }) =>
  values ? `${key}(${values.count})` : key) as unknown as TFunction;

it('reads a schedule as the server writes it in differences', () => {
  const parts = readSchedule('30:CONTRACT:0, 70:SHIPMENT:10');
  expect(parts).toEqual([
    { percent: 30, event: 'CONTRACT', days: 0 },
    { percent: 70, event: 'SHIPMENT', days: 10 },
  ]);
  expect(readSchedule('')).toEqual([]);
  expect(scheduleText(t, parts)).toBe(
    '30 % enums.PaymentStage.Event.CONTRACT, 70 % enums.PaymentStage.Event.SHIPMENT agreements.days(10)',
  );
});
