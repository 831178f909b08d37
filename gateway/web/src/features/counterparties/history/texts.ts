/** Fields and values of a history as people read them. */
import i18n from 'i18next';
import { customText, useAllCustomFields } from '@/features/customFields';
import type { Counterparty } from '@/shared/api/types';
import { dateTime } from '@/shared/lib/format';
import { FIELDS, labelKey } from '../fields/fields';
import { type NameOf, valueText } from '../fields/valueText';

/** Whose history it is. */
export interface Subject {
  name: string;
  resource: 'COUNTERPARTY' | 'CONTACT';
  kind: Counterparty['kind'];
  /** Whether this field may be put back, as far as it is known here. */
  writable: (field: string) => boolean;
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z$/;
const CUSTOM = 'custom_fields.';
const OF_CONTACTS = [
  'display_name',
  'person_name',
  'job_title',
  'decision_maker',
  'phones',
  'emails',
  'birth_date',
  'comment',
];

/** Values in the trail are JSON texts, as they stood in the API's answers. */
export function parse(text: string): unknown {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export const rootOf = (field: string) => field.split('.')[0] ?? field;

/** What the system keeps itself is put back by nobody. */
export const isRestorable = ({ resource }: Subject, field: string) =>
  rootOf(field) === 'custom_fields' ||
  (resource === 'CONTACT' ? OF_CONTACTS.includes(field) : field in FIELDS);

export function useFieldTexts({ resource, kind }: Subject, nameOf: NameOf) {
  const custom = useAllCustomFields(resource);
  const own = (field: string) =>
    field.startsWith(CUSTOM) ? custom.get(field.slice(CUSTOM.length)) : undefined;
  const label = (field: string) => {
    const key = labelKey(field, kind);
    return own(field)?.display_name ?? (i18n.exists(key) ? String(i18n.t(key)) : field);
  };
  const text = (field: string, value: unknown) => {
    const definition = own(field);
    if (typeof value === 'string' && MOMENT.test(value)) return dateTime(value);
    return definition ? customText(definition, value) : valueText(field, value, nameOf);
  };
  /** What the filter offers: fields that people fill in. */
  const options = () => {
    const ours = resource === 'CONTACT' ? OF_CONTACTS : Object.keys(FIELDS);
    return [...ours, ...[...custom.keys()].map((key) => CUSTOM + key)].map((field) => ({
      value: field,
      label: label(field),
    }));
  };
  return { label, text, options };
}

export type FieldTexts = ReturnType<typeof useFieldTexts>;
