/** The create form's values: kept in this browser until the client is created. */
import type { Counterparty, CounterpartyInput, CounterpartyKind } from '@/shared/api/types';
import type { FieldId } from '../fields/fields';
import { FIELDS, fieldsFor } from '../fields/fields';

export type Draft = Partial<Pick<Counterparty, FieldId | 'custom_fields'>> & { kind: CounterpartyKind };

const KEY = 'crm-draft-counterparty';

export const blankDraft = (kind: CounterpartyKind): Draft => ({
  kind,
  market_state: 'POTENTIAL',
  display_name: '',
  phones: [{ number: '', extension: '', kind: '', comment: '' }],
  emails: [{ address: '', comment: '' }],
  addresses: [],
  bank_accounts: [],
  segments: [],
  roles: ['CLIENT'],
  participants: [],
  preferences: [],
  professional_holidays: [],
});

export function readDraft(owner: string): Draft | undefined {
  try {
    const text = localStorage.getItem(`${KEY}:${owner}`);
    return text ? (JSON.parse(text) as Draft) : undefined;
  } catch {
    return undefined;
  }
}

export function keepDraft(owner: string, draft: Draft | undefined) {
  if (draft) localStorage.setItem(`${KEY}:${owner}`, JSON.stringify(draft));
  else localStorage.removeItem(`${KEY}:${owner}`);
}

const LISTS = ['phones', 'emails', 'addresses', 'bank_accounts', 'preferences'] as const;
const filled = (item: object) => Object.entries(item).some(([key, part]) => key !== 'kind' && Boolean(part));

/** Whether there is anything worth keeping. */
export const isTouched = (draft: Draft) =>
  JSON.stringify(toInput(draft)) !== JSON.stringify(toInput(blankDraft(draft.kind)));

/** A person's working name is made of the full one if nobody wrote another. */
function displayName(draft: Draft): string {
  const typed = draft.display_name?.trim();
  if (typed || draft.kind === 'LEGAL') return typed ?? '';
  const { family_name = '', given_name = '', middle_name = '' } = draft.person_name ?? {};
  return [family_name, given_name, middle_name]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(' ');
}

/** What is sent: only fields of this kind, without entries nobody filled in. */
export function toInput(draft: Draft): CounterpartyInput {
  const ids = fieldsFor(Object.keys(FIELDS) as FieldId[], draft.kind);
  const input: Record<string, unknown> = {};
  for (const id of ids) {
    const value = draft[id];
    if (value !== undefined && value !== null && value !== '') input[id] = value;
  }
  for (const list of LISTS) {
    if (Array.isArray(input[list])) input[list] = (input[list] as object[]).filter(filled);
  }
  input.display_name = displayName(draft);
  if (draft.custom_fields) input.custom_fields = draft.custom_fields;
  return input as CounterpartyInput;
}
