import { describe, expect, it } from 'vitest';
import type { Counterparty } from '@/shared/api/types';
import { differs, filledFields, firstSurvivor, isUnited, usualSource } from './choosing';

const row = (name: string, fields: Partial<Counterparty> = {}) =>
  ({
    name,
    display_name: name,
    kind: 'LEGAL',
    market_state: 'POTENTIAL',
    phones: [],
    hidden_fields: [],
    create_time: '2026-01-02T00:00:00Z',
    ...fields,
  }) as unknown as Counterparty;

describe('choosing', () => {
  const a = row('a', { inn: '' });
  const b = row('b', { inn: '7707083893', create_time: '2026-01-01T00:00:00Z' });

  it('takes the survivor’s value, or the first there is', () => {
    expect(usualSource('display_name', [a, b], 'b')).toBe('b');
    expect(usualSource('inn', [a, b], 'a')).toBe('b');
  });

  it('keeps who has a contract an existing client', () => {
    const existing = row('c', { market_state: 'EXISTING' });
    expect(usualSource('market_state', [a, existing], 'a')).toBe('c');
    expect(firstSurvivor([a, b, existing])).toBe('c');
    expect(firstSurvivor([a, b])).toBe('b');
  });

  it('asks only about fields that somebody has', () => {
    const hidden = row('d', { hidden_fields: ['passport'] });
    expect(filledFields([a, b, hidden])).toEqual(['display_name', 'kind', 'market_state', 'inn', 'passport']);
    expect(differs('inn', [a, b])).toBe(true);
    expect(isUnited('phones', [a, b])).toBe(true);
  });
});
