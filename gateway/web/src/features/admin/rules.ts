/** What a segment's rule may say: fields, how each is compared, and what is still unfinished. */
import type { CustomField } from '@/features/customFields';
import type { Schemas } from '@/shared/api/types';

export type Rule = Schemas['SegmentRule'];
export type Condition = Rule['conditions'][number];
export type Op = Exclude<Condition['op'], ''>;

/** How values of a field are entered. */
export type Input = 'texts' | 'number' | 'date' | 'choice';

export interface RuleField {
  id: string;
  label: string;
  ops: readonly Op[];
  input: Input;
  options?: { value: string; label: string }[];
}

const CHOICE = ['IS', 'IS_NOT'] as const;
const TEXT = ['IS', 'IS_NOT', 'CONTAINS', 'SET', 'UNSET'] as const;
const ORDERED = ['AT_LEAST', 'AT_MOST', 'IS', 'SET', 'UNSET'] as const;
const LIST = ['IS', 'IS_NOT', 'SET', 'UNSET'] as const;
const ENUMS = {
  market_state: ['MarketState', ['POTENTIAL', 'EXISTING'], CHOICE],
  kind: ['Kind', ['LEGAL', 'SOLE_PROPRIETOR', 'INDIVIDUAL'], CHOICE],
  roles: ['Role', ['CLIENT', 'SUPPLIER', 'COMPETITOR', 'CARRIER'], LIST],
} as const;

type Translate = (key: string) => string;

export function ruleFields(t: Translate, custom: readonly CustomField[]): RuleField[] {
  const label = (id: string) => t(`segmentRules.fields.${id}`);
  const texts = ['industry', 'territory'].map(
    (id): RuleField => ({ id, label: label(id), ops: TEXT, input: 'texts' }),
  );
  const numbers = ['headcount', 'capital'].map(
    (id): RuleField => ({ id, label: label(id), ops: ORDERED, input: 'number' }),
  );
  const choices = Object.entries(ENUMS).map(
    ([id, [name, values, ops]]): RuleField => ({
      id,
      label: label(id),
      ops,
      input: 'choice',
      options: values.map((value) => ({ value, label: t(`enums.Counterparty.${name}.${value}`) })),
    }),
  );
  return [...texts, ...numbers, ...choices, ...custom.map((field) => customRuleField(t, field))];
}

function customRuleField(t: Translate, field: CustomField): RuleField {
  const base = { id: `custom_fields.${field.key}`, label: field.display_name };
  switch (field.type) {
    case 'NUMBER':
    case 'MONEY':
      return { ...base, ops: ORDERED, input: 'number' };
    case 'DATE':
      return { ...base, ops: ORDERED, input: 'date' };
    case 'LIST':
    case 'MULTI_LIST':
      return {
        ...base,
        ops: LIST,
        input: 'choice',
        options: field.options.map(({ id, label }) => ({ value: id, label })),
      };
    case 'BOOLEAN':
      return {
        ...base,
        ops: LIST,
        input: 'choice',
        options: [
          { value: 'true', label: t('segmentRules.yes') },
          { value: 'false', label: t('segmentRules.no') },
        ],
      };
    default:
      return { ...base, ops: TEXT, input: 'texts' };
  }
}

export const needsValue = (op: string) => op !== 'SET' && op !== 'UNSET';

export const isComplete = (rule: Rule) =>
  rule.conditions.length > 0 &&
  rule.conditions.every(({ field, op, values }) => field && op && (!needsValue(op) || values.length > 0));

export const blankRule: Rule = {
  match: 'ALL',
  conditions: [{ field: 'industry', op: 'IS', values: [] }],
};

/** Another field keeps neither how it was compared nor with what. */
export const conditionOf = (field: RuleField): Condition => ({
  field: field.id,
  op: field.ops[0] ?? 'IS',
  values: [],
});
