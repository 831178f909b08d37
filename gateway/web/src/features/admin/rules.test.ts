import { expect, test } from 'vitest';
import type { CustomField } from '@/features/customFields';
import { blankRule, conditionOf, isComplete, ruleFields } from './rules';

const field = (key: string, type: CustomField['type']) =>
  ({ key, type, display_name: key, options: [{ id: 'a', label: 'А', archived: false }] }) as CustomField;

test('each type of field is compared in its own way', () => {
  const fields = ruleFields((key) => key, [field('grade', 'LIST'), field('since', 'DATE')]);
  const byId = new Map(fields.map((one) => [one.id, one]));
  expect(byId.get('headcount')?.ops[0]).toBe('AT_LEAST');
  expect(byId.get('roles')?.options).toHaveLength(4);
  expect(byId.get('custom_fields.grade')?.options).toEqual([{ value: 'a', label: 'А' }]);
  expect(byId.get('custom_fields.since')?.input).toBe('date');
});

test('a rule is counted when every condition has what it is compared with', () => {
  expect(isComplete(blankRule)).toBe(false);
  expect(isComplete({ match: 'ALL', conditions: [] })).toBe(false);
  const conditions = [{ field: 'industry', op: 'SET' as const, values: [] }];
  expect(isComplete({ match: 'ANY', conditions })).toBe(true);
});

test('another field begins anew', () => {
  const [first] = ruleFields((key) => key, []).filter(({ id }) => id === 'headcount');
  expect(first && conditionOf(first)).toEqual({ field: 'headcount', op: 'AT_LEAST', values: [] });
});
