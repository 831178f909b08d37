import { expect, test } from 'vitest';
import { inputOf, tiersOf } from './tiers';

test('tiers are sent as they rise, and empty ones are not', () => {
  const typed = [
    { id: 1, turnover: '100 000', percent: '7,5' },
    { id: 2, turnover: '', percent: '' },
    { id: 3, turnover: '0', percent: '3' },
  ];
  expect(inputOf(typed)).toEqual([
    { turnover: { amount: '0', currency: 'RUB' }, percent: '3' },
    { turnover: { amount: '100000', currency: 'RUB' }, percent: '7.5' },
  ]);
});

test('a new program begins with one tier', () => {
  expect(tiersOf()).toHaveLength(1);
});
