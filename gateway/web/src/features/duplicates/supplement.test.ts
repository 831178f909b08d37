import { describe, expect, it } from 'vitest';
import type { Counterparty } from '@/shared/api/types';
import { supplement } from './supplement';

const there = {
  etag: '"3"',
  inn: '7707083893',
  website: '',
  phones: [{ number: '+78432901122', extension: '' }],
  emails: [],
  hidden_fields: [],
} as unknown as Counterparty;

describe('supplementing a client that is there already', () => {
  it('fills what is empty and replaces nothing', () => {
    const patch = supplement(there, { inn: '7736207543', website: 'romashka.ru' });
    expect(patch).toEqual({ website: 'romashka.ru', etag: '"3"' });
  });
  it('adds the numbers that he has not, however they are typed', () => {
    const phones = [{ number: '8 (843) 290-11-22' }, { number: '8 843 290-11-33' }];
    const patch = supplement(there, { phones } as never);
    expect(patch.phones).toEqual([there.phones[0], phones[1]]);
  });
  it('leaves fields alone that are hidden from the caller', () => {
    const masked = { ...there, hidden_fields: ['phones', 'kpp'] } as Counterparty;
    const patch = supplement(masked, { kpp: '770701001', phones: [{ number: '+79990000000' }] } as never);
    expect(patch).toEqual({ etag: '"3"' });
  });
});
