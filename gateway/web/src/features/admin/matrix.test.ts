import { describe, expect, it } from 'vitest';
import en from '@/shared/i18n/en/adminUi.json';
import ru from '@/shared/i18n/ru/adminUi.json';
import type { FieldRight, Rule } from './matrix';
import {
  accessOf,
  copyName,
  fieldsOf,
  holdersOf,
  RESOURCES,
  sameRules,
  scopeOf,
  withAccess,
  withScope,
} from './matrix';

const rules: Rule[] = [
  { permission: 'counterparties.read', scope: 'UNIT' },
  { permission: 'counterparties.update', scope: 'OWN' },
];

describe('withScope', () => {
  it('widens reading along with a wider right', () => {
    const next = withScope(rules, 'counterparties.update', 'ALL');
    expect(scopeOf(next, 'counterparties.update')).toBe('ALL');
    expect(scopeOf(next, 'counterparties.read')).toBe('ALL');
  });
  it('leaves wider reading alone', () => {
    expect(scopeOf(withScope(rules, 'counterparties.delete', 'OWN'), 'counterparties.read')).toBe('UNIT');
  });
  it('narrows the rest when reading narrows', () => {
    const wide = withScope(rules, 'counterparties.export', 'SUBTREE');
    const next = withScope(wide, 'counterparties.read', 'OWN');
    expect(next.every((r) => r.scope === 'OWN')).toBe(true);
    expect(withScope(wide, 'counterparties.read', undefined)).toEqual([]);
  });
  it('does not touch other resources or ask reading of those that have none', () => {
    expect(withScope(rules, 'api_keys.write', 'ALL')).toEqual([
      ...rules,
      { permission: 'api_keys.write', scope: 'ALL' },
    ]);
  });
  it('clears one cell', () => {
    expect(
      scopeOf(withScope(rules, 'counterparties.update', undefined), 'counterparties.update'),
    ).toBeUndefined();
  });
});

it('takes the widest of several rules', () => {
  expect(
    scopeOf([...rules, { permission: 'counterparties.update', scope: 'SUBTREE' }], 'counterparties.update'),
  ).toBe('SUBTREE');
});

it('compares rules in any order', () => {
  expect(sameRules(rules, rules.toReversed())).toBe(true);
  expect(sameRules(rules, rules.slice(1))).toBe(false);
});

describe('field rights', () => {
  const right = (market_state: FieldRight['market_state'], access: FieldRight['access']): FieldRight => ({
    resource: 'counterparties',
    field: 'inn',
    market_state,
    access,
  });
  it('fall from the market state to any, then to everything', () => {
    expect(accessOf([right('', 'READ'), right('POTENTIAL', 'NONE')], 'inn', 'POTENTIAL')).toBe('NONE');
    expect(accessOf([right('', 'READ'), right('POTENTIAL', 'NONE')], 'inn', 'EXISTING')).toBe('READ');
    expect(accessOf([], 'inn', 'EXISTING')).toBe('WRITE');
  });
  it('stay short: equal ones become one, full access none', () => {
    const one = withAccess([], 'inn', 'POTENTIAL', 'MASKED');
    expect(one).toEqual([right('POTENTIAL', 'MASKED')]);
    const both = withAccess(one, 'inn', 'EXISTING', 'MASKED');
    expect(both).toEqual([right('', 'MASKED')]);
    const split = withAccess(both, 'inn', 'EXISTING', 'WRITE');
    expect(split).toEqual([right('POTENTIAL', 'MASKED')]);
    expect(withAccess(split, 'inn', 'POTENTIAL', 'WRITE')).toEqual([]);
  });
  it('show fields that a role restricts though they are not on the usual list', () => {
    expect(fieldsOf([{ ...right('', 'NONE'), field: 'website' }])).toContain('website');
  });
});

it('finds who has a role', () => {
  const users = [{ assignments: [{ role: 'roles/1' }] }, { assignments: [] }];
  expect(holdersOf(users, 'roles/1')).toHaveLength(1);
});

it('finds a free name for a copy', () => {
  expect(copyName('Manager', [], 'copy')).toBe('Manager (copy)');
  expect(copyName('Manager', ['manager (copy)'], 'copy')).toBe('Manager (copy 2)');
});

describe('the matrix', () => {
  it.each([
    ['ru', ru],
    ['en', en],
  ])('names all it shows in %s', (_, texts) => {
    const { resources, verbs } = texts.adminUi.roles;
    expect(RESOURCES.map(({ id }) => id).filter((id) => !(id in resources))).toEqual([]);
    expect(RESOURCES.flatMap((each) => each.verbs).filter((verb) => !(verb in verbs))).toEqual([]);
  });
});
