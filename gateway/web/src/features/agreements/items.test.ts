import { expect, it } from 'vitest';
import type { Terms } from './api';
import { itemField, itemsOf, termsOfItems } from './items';

it('holds prices of products as they are typed', () => {
  const terms = {
    items: [
      { product: 'products/a', price: { amount: '1200.500000000', currency: 'RUB' }, discount_percent: '' },
    ],
  } as unknown as Terms;
  expect(itemsOf(terms)).toEqual([{ product: 'products/a', price: '1200.5', discount_percent: '' }]);
  const typed = [
    { product: 'products/a', price: '1 200,50', discount_percent: '' },
    { product: 'products/b', price: '', discount_percent: '7,5' },
    { product: 'products/c', price: ' ', discount_percent: '' },
  ];
  expect(termsOfItems(typed, 'RUB')).toEqual([
    { product: 'products/a', price: { amount: '1200.50', currency: 'RUB' }, discount_percent: '' },
    { product: 'products/b', price: undefined, discount_percent: '7.5' },
  ]);
});

it('tells differences of products from those of the whole', () => {
  expect(itemField('items[products/a].discount_percent')).toEqual({
    product: 'products/a',
    of: 'discount_percent',
  });
  expect(itemField('payment_schedule')).toBeUndefined();
});
