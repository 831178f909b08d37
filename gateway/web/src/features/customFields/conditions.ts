/** Conditions on custom fields, as the address and the API have them: `key:op:value`. */
import type { CustomField } from './api';

export interface Condition {
  /** Ids of options; of a yes-or-no field `true` or `false`. */
  any: string[];
  from: string;
  to: string;
  contains: string;
  presence: '' | 'set' | 'unset';
}

export const NO_CONDITION: Condition = { any: [], from: '', to: '', contains: '', presence: '' };

export const keyOf = (text: string) => text.split(':', 1)[0] ?? '';

/** What the texts say of one field. */
export function readCondition(field: CustomField, texts: readonly string[]): Condition {
  const found: Condition = { ...NO_CONDITION };
  for (const text of texts) {
    const [key, op, ...rest] = text.split(':');
    const value = rest.join(':');
    if (key !== field.key) continue;
    if (op === 'any_of') found.any = value.split(',');
    else if (op === 'eq') found.any = [value];
    else if (op === 'ge') found.from = value;
    else if (op === 'le') found.to = value;
    else if (op === 'contains') found.contains = value;
    else if (op === 'set' || op === 'unset') found.presence = op;
  }
  return found;
}

export function writeCondition(field: CustomField, condition: Condition): string[] {
  const { any, from, to, contains, presence } = condition;
  if (presence) return [`${field.key}:${presence}`];
  const texts: string[] = [];
  if (any.length === 1) texts.push(`${field.key}:eq:${any[0]}`);
  if (any.length > 1) texts.push(`${field.key}:any_of:${any.join(',')}`);
  if (from.trim()) texts.push(`${field.key}:ge:${bound(field, from)}`);
  if (to.trim()) texts.push(`${field.key}:le:${bound(field, to)}`);
  if (contains.trim()) texts.push(`${field.key}:contains:${contains.trim()}`);
  return texts;
}

/** Numbers as people type them. */
const bound = (field: CustomField, text: string) =>
  field.type === 'DATE'
    ? text
    : text
        .trim()
        .replace(/(\d)[\s\u00a0](?=\d)/g, '$1')
        .replace(',', '.');

/** The conditions of one field put in place of those it had. */
export const withCondition = (all: readonly string[], field: CustomField, texts: readonly string[]) => [
  ...all.filter((text) => keyOf(text) !== field.key),
  ...texts,
];
