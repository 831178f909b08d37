/** What goes into an editor and what comes out of it. */
import type { Counterparty } from '@/shared/api/types';
import { FIELDS, type FieldId } from './fields';

const LISTS = new Set(['phones', 'emails', 'addresses', 'accounts', 'preferences']);

export function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (value && typeof value === 'object') return Object.values(value).every((part) => !part);
  return value === '' || value === null || value === undefined || value === 0;
}

/** An empty list opens with one blank entry to type into. */
export function starting(id: FieldId, base: Counterparty): unknown {
  const value = base[id];
  if (!LISTS.has(FIELDS[id].editor) || !Array.isArray(value) || value.length > 0) return value;
  const blank = {
    phones: { number: '', extension: '', kind: '', comment: '' },
    emails: { address: '', comment: '' },
    addresses: { kind: '', text: '', postal_code: '', city: '' },
    accounts: { account: '', bic: '', correspondent_account: '', bank_name: '' },
    preferences: { topic: '', text: '' },
  }[FIELDS[id].editor as 'phones'];
  return [blank];
}

/** Entries nobody filled in are not sent; an emptied compound field is none at all. */
export function prepared(id: FieldId, value: unknown): unknown {
  if (LISTS.has(FIELDS[id].editor) && Array.isArray(value)) {
    return value.filter((item) => !isBlankEntry(item));
  }
  if (value && typeof value === 'object' && !Array.isArray(value) && isEmpty(value)) return null;
  return typeof value === 'string' ? value.trim() : value;
}

/** A kind alone is no phone and no address. */
const isBlankEntry = (item: Record<string, unknown>) =>
  Object.entries(item).every(([key, part]) => key === 'kind' || !part);
