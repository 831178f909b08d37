import { describe, expect, it } from 'vitest';
import { fieldsFor, labelKey, mayChangeMarket, missingForExisting, REQUISITES } from './fields';
import { conflicts } from './merge';

describe('fields by kind', () => {
  it('give a company its requisites and no passport', () => {
    const fields = fieldsFor(REQUISITES, 'LEGAL');
    expect(fields).toContain('kpp');
    expect(fields).not.toContain('passport');
  });
  it('give a person a passport and no KPP', () => {
    const fields = fieldsFor(REQUISITES, 'INDIVIDUAL');
    expect(fields).toContain('passport');
    expect(fields).not.toContain('kpp');
  });
  it("name a proprietor's number differently", () => {
    expect(labelKey('ogrn', 'SOLE_PROPRIETOR')).toBe('fields.ogrnip');
    expect(labelKey('ogrn', 'LEGAL')).toBe('fields.ogrn');
  });
});

describe('an existing client', () => {
  it('needs an INN unless it is an individual', () => {
    expect(missingForExisting({ kind: 'LEGAL', inn: '' })).toEqual(['inn']);
    expect(missingForExisting({ kind: 'LEGAL', inn: '7707083893' })).toEqual([]);
    expect(missingForExisting({ kind: 'INDIVIDUAL', inn: '' })).toEqual([]);
  });
});

describe('conflicts', () => {
  const original = { inn: '1', comment: 'a', phones: [{ number: '+7' }] };
  it('merge changes of different fields', () => {
    expect(conflicts(original, { ...original, comment: 'b' }, { inn: '2' })).toEqual([]);
  });
  it('ask about a field both changed', () => {
    expect(conflicts(original, { ...original, inn: '3' }, { inn: '2' })).toEqual([
      { field: 'inn', original: '1', theirs: '3', mine: '2' },
    ]);
  });
  it('ask nothing when both wrote the same', () => {
    expect(conflicts(original, { ...original, inn: '2' }, { inn: '2' })).toEqual([]);
  });
  it('compare lists by content', () => {
    const theirs = { ...original, phones: [{ number: '+7' }] };
    expect(conflicts(original, theirs, { phones: [] })).toEqual([]);
  });
});

describe('the market state', () => {
  const right = { resource: 'counterparties', field: 'market_state', access: 'READ' };
  it('takes the right in both states to be changed', () => {
    expect(mayChangeMarket([])).toBe(true);
    expect(mayChangeMarket([{ ...right, market_state: 'POTENTIAL' }])).toBe(false);
    expect(mayChangeMarket([{ ...right, market_state: 'EXISTING' }])).toBe(false);
    expect(mayChangeMarket([{ ...right, market_state: '' }])).toBe(false);
  });
});
