import { expect, test } from 'vitest';
import { isTicked, isUnseen } from './same';

const demand = {
  same_persons: ['contacts/1'],
  related: [
    { name: 'contacts/1', certain: false },
    { name: 'contacts/2', certain: false },
    { name: 'contacts/3', certain: true },
  ],
};

test('what was ticked, or taken back, since the last look has not been seen', () => {
  expect(isUnseen(demand, ['contacts/1'])).toBe(false);
  expect(isUnseen(demand, ['contacts/1', 'contacts/2'])).toBe(true);
  expect(isUnseen(demand, [])).toBe(true);
});

test('what surely is the same person goes along, ticked or not', () => {
  expect(isUnseen(demand, ['contacts/1', 'contacts/3'])).toBe(false);
  expect(demand.related.map((one) => isTicked(one, ['contacts/1']))).toEqual([true, false, true]);
});
