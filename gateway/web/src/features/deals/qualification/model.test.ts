import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';
import { NOTHING_KNOWN, qualificationRows, runs, seasonText, tidy, toInput } from './model';

const t = ((key: string, values?: { count: number }) =>
  values ? `${key}(${values.count})` : key) as unknown as TFunction;

it('reads months as seasons', () => {
  expect(runs([3, 1, 2, 11, 2])).toEqual([
    [1, 3],
    [11, 11],
  ]);
  expect(runs([])).toEqual([]);
  expect(seasonText('en', [1, 2, 3, 11])).toBe('Jan–Mar, Nov');
  expect(seasonText('en', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])).toBe('');
});

it('shows what is known, and nothing of what is not', () => {
  expect(qualificationRows(t, 'en', null)).toEqual([]);
  const known = {
    budget: { amount: '1500', currency: 'RUB' },
    touch_days: 14,
    demands: [
      { product: '', text: 'Cable', months: [5, 6] },
      { product: '', text: 'Pipes', months: [] },
    ],
    category: '',
    lifetime_value: null,
  };
  expect(qualificationRows(t, 'en', known).map(([field]) => field)).toEqual([
    'budget',
    'touch_days',
    'demands',
  ]);
  expect(qualificationRows(t, 'en', known)[2]?.[1]).toBe('Cable (May–Jun)\nPipes');
});

it('sends no empty lines', () => {
  expect(toInput(null)).toEqual(NOTHING_KNOWN);
  expect(tidy({ demands: [{ text: ' ', product: '', months: [] }, { text: 'Кабель' }] }).demands).toEqual([
    { text: 'Кабель' },
  ]);
});
