import { describe, expect, it } from 'vitest';
import { overwrite, type Party, planOf, valuesOf } from './model';
import { statusColor } from './texts';

const PARTY: Party = {
  kind: 'legal',
  short_name: 'ООО "ТИХИЙ ОМУТ"',
  full_name: 'ОБЩЕСТВО "ТИХИЙ ОМУТ"',
  inn: '7799906431',
  kpp: '779901001',
  ogrn: '1057799416542',
  legal_address: '127622, г Москва',
  postal_code: '127622',
  director_name: 'Журавкин Олег Алексеевич',
  director_post: 'ДИРЕКТОР',
  okved: '25.11',
  status: 'ACTIVE',
  registration_date: '2005-12-12',
  liquidation_date: null,
};
const all = () => true;

describe('filling a client from the registry', () => {
  it('fills empty fields without asking and keeps what is typed', () => {
    const plan = planOf(valuesOf(PARTY), { kind: 'LEGAL', display_name: 'Мой омут' }, {}, all, false);
    expect(plan.fill).toMatchObject({ kpp: '779901001', ogrn: '1057799416542' });
    expect(plan.fill.display_name).toBeUndefined();
    expect(plan.ask.map((one) => one.field)).toEqual(['display_name']);
  });

  it('does not ask about what differs in capitals or spaces alone', () => {
    const current = { kind: 'LEGAL' as const, display_name: 'ооо  "Тихий Омут"' };
    expect(planOf(valuesOf(PARTY), current, {}, all, false).ask).toEqual([]);
  });

  it('does not ask about a number typed in groups', () => {
    const current = { kind: 'LEGAL' as const, inn: ' 7799 906431 ', kpp: '7799-01-001' };
    expect(planOf(valuesOf(PARTY), current, {}, all, false).ask).toEqual([]);
  });

  it('leaves other addresses alone', () => {
    const actual = { kind: 'ACTUAL' as const, text: 'Склад', postal_code: '', city: '' };
    const { fill } = planOf(valuesOf(PARTY), { addresses: [actual] }, {}, all, false);
    expect(fill.addresses?.map((one) => one.kind)).toEqual(['LEGAL', 'ACTUAL']);
    const old = { ...actual, kind: 'LEGAL' as const, text: 'Старый' };
    const { ask } = planOf(valuesOf(PARTY), { addresses: [old, actual] }, {}, all, false);
    const written = overwrite(ask, { addresses: [old, actual] });
    expect(written.addresses?.map((one) => one.text)).toEqual(['127622, г Москва', 'Склад']);
  });

  it('replaces what an earlier answer filled', () => {
    const filled = { kpp: '669943002' };
    const plan = planOf(valuesOf(PARTY), { kind: 'LEGAL', kpp: '669943002' }, filled, all, false);
    expect(plan.fill.kpp).toBe('779901001');
  });

  it('passes over fields that the person may not write', () => {
    const plan = planOf(valuesOf(PARTY), {}, {}, (field) => field !== 'kpp', false);
    expect(plan.fill.kpp).toBeUndefined();
  });

  it('takes a proprietor apart and settles the kind of a new client', () => {
    const sole: Party = { ...PARTY, kind: 'individual', kpp: null, director_name: 'Калиткин Сергей' };
    const { fill } = planOf(valuesOf(sole), { kind: 'LEGAL' }, {}, all, true);
    expect(fill.kind).toBe('SOLE_PROPRIETOR');
    expect(fill.person_name).toEqual({ family_name: 'Калиткин', given_name: 'Сергей', middle_name: '' });
    expect(planOf(valuesOf(sole), { kind: 'LEGAL' }, {}, all, false).ask[0]?.field).toBe('kind');
  });

  it('knows unknown states', () => {
    expect([statusColor('ACTIVE'), statusColor('BANKRUPT'), statusColor('SOMETHING')]).toEqual([
      'green',
      'red',
      'orange',
    ]);
  });
});
