import { expect, test } from 'vitest';
import { blank, draftOf, inputOf, isBlank, totalOf } from './order';

const typed = { ...blank(1), display_name: ' Насос ', quantity: '1,5', price: '1 200,10' };

test('what is typed becomes what is sent', () => {
  expect(isBlank(blank(1))).toBe(true);
  expect(inputOf(typed, 'RUB')).toEqual({
    display_name: 'Насос',
    quantity: '1.5',
    price: { amount: '1200.10', currency: 'RUB' },
  });
  expect(inputOf({ ...typed, price: '' }, 'RUB').price).toBeUndefined();
});

test('what was kept is typed again', () => {
  const line = {
    product: 'products/p',
    display_name: 'Насос',
    unit: '796',
    quantity: '2',
    price: { amount: '50.500000000', currency: 'RUB' },
    amount: { amount: '101', currency: 'RUB' },
  };
  expect(draftOf(line, 7)).toEqual({
    id: 7,
    product: 'products/p',
    display_name: 'Насос',
    quantity: '2',
    price: '50.5',
  });
});

test('the sum passes over what is no number yet', () => {
  expect(totalOf([typed, { ...typed, price: 'сто' }, { ...typed, quantity: '2', price: '0,05' }])).toBe(
    '1800.25',
  );
});
