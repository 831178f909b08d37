/** Values of custom fields: as read, as typed, as sent. */
import i18n from 'i18next';
import type { Money } from '@/shared/api/types';
import { date, money } from '@/shared/lib/format';
import type { CustomField } from './api';

export type Values = Record<string, unknown>;

export const isBlank = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

const labelOf = (field: CustomField, id: unknown) =>
  field.options.find((option) => option.id === id)?.label ?? String(id);

/** One line of text; empty for what has no value. */
export function customText(field: CustomField, value: unknown): string {
  if (isBlank(value)) return '';
  switch (field.type) {
    case 'BOOLEAN':
      return String(i18n.t(value ? 'ui.yes' : 'ui.no'));
    case 'DATE':
      return date(String(value));
    case 'MONEY':
      return money(value as Money);
    case 'NUMBER':
      return new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 15 }).format(Number(value));
    case 'LIST':
      return labelOf(field, value);
    case 'MULTI_LIST':
      return (Array.isArray(value) ? value : [value]).map((id) => labelOf(field, id)).join(', ');
    default:
      return String(value);
  }
}

/** Numbers as people type them, with a comma and spaces; what is no number the server explains. */
const plainNumber = (text: string) => text.replace(/[\s\u00a0]/g, '').replace(',', '.');

/** What an editor holds, as the API takes it; null clears. */
export function valueToSend(field: CustomField, value: unknown): unknown {
  if (isBlank(value)) return null;
  if (field.type === 'NUMBER' && typeof value === 'string') {
    const number = Number(plainNumber(value));
    return Number.isFinite(number) ? number : value;
  }
  if (field.type === 'MONEY') {
    const { amount, currency } = value as Money;
    const plain = plainNumber(amount);
    return plain ? { amount: plain, currency: currency || 'RUB' } : null;
  }
  if (typeof value !== 'string') return value;
  const text = value.trim();
  // «site.ru» is what people paste; another scheme is left for the server to refuse.
  if (field.type === 'LINK' && text && !/^[a-z][a-z0-9+.-]*:/i.test(text)) return `https://${text}`;
  return text || null;
}

/** All filled ones of a new record. */
export function valuesToSend(fields: readonly CustomField[], values: Values): Values {
  const sent = fields.map((field) => [field.key, valueToSend(field, values[field.key])] as const);
  return Object.fromEntries(sent.filter(([, value]) => value !== null));
}
