import { describe, expect, it } from 'vitest';
import type { DealLine } from './api';
import { blank, canBePriced, draftOf, inputOf, isBlank } from './lines';

const line: DealLine = {
  product: 'products/p',
  display_name: 'Pump',
  unit: '796',
  quantity: '2',
  price: null,
  discount_percent: '',
  vat: 'GENERAL',
  vat_code: '22',
  net: { amount: '200.00', currency: 'RUB' },
  vat_amount: { amount: '44.00', currency: 'RUB' },
  gross: { amount: '244.00', currency: 'RUB' },
  price_source: 'PRICE_LIST',
  discount_source: '',
  applied_discount_percent: '0',
  applied_price: { amount: '122.00', currency: 'RUB' },
};

describe('lines', () => {
  it('keep a price of the list a price of the list', () => {
    expect(inputOf(draftOf(line, 1), 'RUB').price).toBeUndefined();
    const own = { ...line, price: { amount: '100.500000000', currency: 'RUB' } };
    expect(draftOf(own, 1).price).toBe('100,5');
    expect(draftOf({ ...own, price: { amount: '1200', currency: 'RUB' } }, 1).price).toBe('1200');
  });

  it('are read as people write numbers', () => {
    const typed = { ...draftOf(line, 1), quantity: '1 000,5', price: '2 300', discount: '7,5' };
    const sent = inputOf(typed, 'USD');
    expect(sent.quantity).toBe('1000.5');
    expect(sent.price).toEqual({ amount: '2300', currency: 'USD' });
    expect(sent.discount_percent).toBe('7.5');
  });

  it('are priced once they are whole', () => {
    expect(isBlank(blank(1))).toBe(true);
    expect(canBePriced([])).toBe(false);
    expect(canBePriced([blank(1)])).toBe(false);
    expect(canBePriced([{ ...blank(1), display_name: 'Work', price: '5' }])).toBe(true);
    expect(canBePriced([{ ...blank(1), product: 'products/p', quantity: '2,' }])).toBe(false);
  });
});
