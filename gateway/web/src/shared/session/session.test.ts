import { describe, expect, it } from 'vitest';
import { fieldAccess } from './session';

const rights = [
  { resource: 'counterparties', field: 'kpp', market_state: 'POTENTIAL', access: 'NONE' },
  { resource: 'counterparties', field: 'phones', market_state: '', access: 'MASKED' },
];

describe('fieldAccess', () => {
  it('applies a right of one market state only there', () => {
    expect(fieldAccess(rights, 'counterparties', 'kpp', 'POTENTIAL')).toBe('NONE');
    expect(fieldAccess(rights, 'counterparties', 'kpp', 'EXISTING')).toBe('WRITE');
  });
  it('applies a right without a market state everywhere', () => {
    expect(fieldAccess(rights, 'counterparties', 'phones', 'EXISTING')).toBe('MASKED');
  });
  it('lets a right of one market state outweigh one of any', () => {
    const both = [...rights, { ...rights[1]!, market_state: 'EXISTING', access: 'READ' }];
    expect(fieldAccess(both, 'counterparties', 'phones', 'EXISTING')).toBe('READ');
    expect(fieldAccess(both, 'counterparties', 'phones', 'POTENTIAL')).toBe('MASKED');
  });
  it('lets write what no right mentions', () => {
    expect(fieldAccess(rights, 'counterparties', 'inn', 'POTENTIAL')).toBe('WRITE');
  });
});
