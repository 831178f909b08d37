/** What a draft adds to a client that is there already: only what he has not, nothing is replaced. */
import type { Counterparty, CounterpartyInput, CounterpartyPatch } from '@/shared/api/types';

const PLAIN = [
  'full_name',
  'inn',
  'kpp',
  'ogrn',
  'registration_date',
  'person_name',
  'birth_date',
  'snils',
  'passport',
  'website',
  'industry',
  'headcount',
  'capital',
  'territory',
  'comment',
  'particulars',
] as const;

type Item = Record<string, unknown>;
/** Lists, and what tells two of their entries apart. */
const LISTS: Record<string, (item: Item) => string> = {
  phones: (item) => `${digits(item.number)}x${item.extension ?? ''}`,
  emails: (item) => String(item.address).trim().toLowerCase(),
  addresses: (item) => String(item.text).trim().toLowerCase(),
  bank_accounts: (item) => `${item.account}/${item.bic}`,
  segments: String,
  roles: String,
};

/** Numbers are typed in many ways: the last ten digits tell them. */
const digits = (number: unknown) => String(number).replace(/\D/g, '').slice(-10);

export function supplement(there: Counterparty, draft: Partial<CounterpartyInput>): CounterpartyPatch {
  const patch: Record<string, unknown> = {};
  const has = there as unknown as Record<string, unknown>;
  const typed = draft as Record<string, unknown>;
  const open = (field: string) => !there.hidden_fields.includes(field);
  for (const field of PLAIN) {
    if (open(field) && !has[field] && typed[field]) patch[field] = typed[field];
  }
  for (const [field, key] of Object.entries(LISTS)) {
    const before = (has[field] ?? []) as Item[];
    const known = new Set(before.map(key));
    const added = ((typed[field] ?? []) as Item[]).filter((item) => !known.has(key(item)));
    if (open(field) && added.length > 0) patch[field] = [...before, ...added];
  }
  return { ...patch, etag: there.etag } as CounterpartyPatch;
}
