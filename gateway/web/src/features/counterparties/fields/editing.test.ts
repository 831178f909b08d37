import { describe, expect, it } from 'vitest';
import { isEmpty, prepared } from './editing';

describe('a field', () => {
  it('is empty without a value', () => {
    expect(isEmpty('')).toBe(true);
    expect(isEmpty([])).toBe(true);
    expect(isEmpty({ family_name: '', given_name: '' })).toBe(true);
    expect(isEmpty({ amount: '10', currency: 'RUB' })).toBe(false);
  });
  it('sends no entries that nobody filled in', () => {
    const phones = [
      { number: '', extension: '', kind: 'WORK', comment: '' },
      { number: '8 843 123-45-67', extension: '', kind: '', comment: '' },
    ];
    expect(prepared('phones', phones)).toEqual([phones[1]]);
  });
  it('sends null for an emptied compound field and trims texts', () => {
    expect(prepared('passport', { number: '', issuer: '' })).toBeNull();
    expect(prepared('inn', ' 7707083893 ')).toBe('7707083893');
  });
});
