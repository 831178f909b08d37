import { describe, expect, it } from 'vitest';
import type { CustomField } from './api';
import { NO_CONDITION, readCondition, withCondition, writeCondition } from './conditions';
import { valuesToSend, valueToSend } from './values';

const field = (type: CustomField['type'], key = 'size') =>
  ({ key, type, options: [] }) as unknown as CustomField;

describe('a condition', () => {
  it('comes back as it was written', () => {
    for (const [type, condition] of [
      ['LIST', { ...NO_CONDITION, any: ['a', 'b'] }],
      ['BOOLEAN', { ...NO_CONDITION, any: ['false'] }],
      ['NUMBER', { ...NO_CONDITION, from: '1.5', to: '1000' }],
      ['TEXT', { ...NO_CONDITION, contains: 'a:b, c' }],
      ['DATE', { ...NO_CONDITION, presence: 'unset' as const }],
    ] as const) {
      const one = field(type);
      expect(readCondition(one, writeCondition(one, condition as typeof NO_CONDITION))).toEqual(condition);
    }
  });

  it('takes numbers as people type them', () => {
    expect(writeCondition(field('NUMBER'), { ...NO_CONDITION, from: '1 500,5' })).toEqual(['size:ge:1500.5']);
    expect(writeCondition(field('MONEY'), { ...NO_CONDITION, to: '1 000 USD' })).toEqual([
      'size:le:1000 USD',
    ]);
  });

  it('replaces those of its field alone', () => {
    expect(withCondition(['a:eq:1', 'size:ge:1'], field('NUMBER'), ['size:le:2'])).toEqual([
      'a:eq:1',
      'size:le:2',
    ]);
  });
});

describe('a value typed', () => {
  it('is sent as its type says', () => {
    expect(valueToSend(field('NUMBER'), '1 500,05')).toBe(1500.05);
    expect(valueToSend(field('NUMBER'), 'много')).toBe('много');
    expect(valueToSend(field('MONEY'), { amount: '1 000,50', currency: 'RUB' })).toEqual({
      amount: '1000.50',
      currency: 'RUB',
    });
    expect(valueToSend(field('MONEY'), { amount: '', currency: 'RUB' })).toBeNull();
    expect(valueToSend(field('LINK'), 'site.ru/a')).toBe('https://site.ru/a');
    expect(valueToSend(field('LINK'), 'javascript:alert(1)')).toBe('javascript:alert(1)');
    expect(valueToSend(field('BOOLEAN'), false)).toBe(false);
  });

  it('is left out of a new record if there is none', () => {
    expect(valuesToSend([field('TEXT', 'a'), field('BOOLEAN', 'b')], { a: ' ', b: false, c: 1 })).toEqual({
      b: false,
    });
  });
});
