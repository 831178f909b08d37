/** Fields and values of a history as people read them. */
import i18n from 'i18next';
import { customText, type Resource, useAllCustomFields } from '@/features/customFields';
import { dateTime } from '@/shared/lib/format';
import { type NameOf, valueText } from '../fields/valueText';

/** Whose history it is. */
export interface Subject {
  name: string;
  /** Where its history is kept. */
  service: string;
  /** Whose own fields the tenant may have defined. */
  resource?: Resource;
  /** Those that people fill in: offered by the filter, and put back. */
  fields: readonly string[];
  /** The key of a field's name. */
  labelKey: (field: string) => string;
  /** Values of kinds that a client has not. */
  text?: (field: string, value: unknown) => string | undefined;
  /** What follows from the rest and is no news. */
  silent?: ReadonlySet<string>;
  /** Whether this field may be put back, as far as it is known here. */
  writable: (field: string) => boolean;
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z$/;
const CUSTOM = 'custom_fields.';
export const OF_CONTACTS = [
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
export const isRestorable = ({ fields }: Subject, field: string) =>
  rootOf(field) === 'custom_fields' || fields.includes(field);

export function useFieldTexts({ resource, fields, labelKey, text: ofKind }: Subject, nameOf: NameOf) {
  const custom = useAllCustomFields(resource);
  const own = (field: string) =>
    field.startsWith(CUSTOM) ? custom.get(field.slice(CUSTOM.length)) : undefined;
  const label = (field: string) => {
    const key = labelKey(field);
    return own(field)?.display_name ?? (i18n.exists(key) ? String(i18n.t(key)) : field);
  };
  const text = (field: string, value: unknown) => {
    const ofThisKind = ofKind?.(field, value);
    if (ofThisKind !== undefined) return ofThisKind;
    const definition = own(field);
    if (typeof value === 'string' && MOMENT.test(value)) return dateTime(value);
    return definition ? customText(definition, value) : valueText(field, value, nameOf);
  };
  /** What the filter offers. */
  const options = () =>
    [...fields, ...[...custom.keys()].map((key) => CUSTOM + key)].map((field) => ({
      value: field,
      label: label(field),
    }));
  return { label, text, options };
}

export type FieldTexts = ReturnType<typeof useFieldTexts>;
