/** Every field of a counterparty that people see: how it is edited and for which kinds. */
import type { Counterparty, CounterpartyKind, FieldRight } from '@/shared/api/types';
import { fieldAccess } from '@/shared/session/session';

export type Editor =
  | 'text'
  | 'number'
  | 'money'
  | 'area'
  | 'date'
  | 'url'
  | 'mono'
  | 'person'
  | 'passport'
  | 'phones'
  | 'emails'
  | 'addresses'
  | 'accounts'
  | 'choice'
  | 'roles'
  | 'segments'
  | 'owner'
  | 'participants'
  | 'preferences'
  | 'holidays';

interface Field {
  editor: Editor;
  /** All kinds if not given. */
  kinds?: readonly CounterpartyKind[];
}

const COMPANY: readonly CounterpartyKind[] = ['LEGAL'];
const BUSINESS: readonly CounterpartyKind[] = ['LEGAL', 'SOLE_PROPRIETOR'];
const PERSON: readonly CounterpartyKind[] = ['SOLE_PROPRIETOR', 'INDIVIDUAL'];

const fields = {
  display_name: { editor: 'text' },
  kind: { editor: 'choice' },
  market_state: { editor: 'choice' },
  full_name: { editor: 'text', kinds: COMPANY },
  inn: { editor: 'mono' },
  kpp: { editor: 'mono', kinds: COMPANY },
  ogrn: { editor: 'mono', kinds: BUSINESS },
  registration_date: { editor: 'date', kinds: BUSINESS },
  person_name: { editor: 'person', kinds: PERSON },
  birth_date: { editor: 'date', kinds: PERSON },
  snils: { editor: 'mono', kinds: ['INDIVIDUAL'] },
  passport: { editor: 'passport', kinds: PERSON },
  phones: { editor: 'phones' },
  emails: { editor: 'emails' },
  addresses: { editor: 'addresses' },
  bank_accounts: { editor: 'accounts', kinds: BUSINESS },
  website: { editor: 'url' },
  industry: { editor: 'text' },
  headcount: { editor: 'number', kinds: BUSINESS },
  capital: { editor: 'money', kinds: COMPANY },
  territory: { editor: 'text' },
  segments: { editor: 'segments' },
  roles: { editor: 'roles' },
  lifecycle_stage: { editor: 'choice' },
  owner: { editor: 'owner' },
  participants: { editor: 'participants' },
  comment: { editor: 'area' },
  particulars: { editor: 'area' },
  preferences: { editor: 'preferences' },
  professional_holidays: { editor: 'holidays' },
  expected_income: { editor: 'money' },
  marketing_consent: { editor: 'choice' },
} satisfies Partial<Record<keyof Counterparty, Field>>;

export type FieldId = keyof typeof fields;
export const FIELDS: Record<FieldId, Field> = fields;

export const CHOICES = {
  kind: ['LEGAL', 'SOLE_PROPRIETOR', 'INDIVIDUAL'],
  market_state: ['POTENTIAL', 'EXISTING'],
  marketing_consent: ['GRANTED', 'REFUSED'],
  lifecycle_stage: ['SELECTION', 'ATTRACTION', 'RETENTION', 'EXPANSION'],
} as const;
export type ChoiceField = keyof typeof CHOICES;

export const ROLES = ['CLIENT', 'SUPPLIER', 'COMPETITOR', 'CARRIER'] as const;

/** The fields of a group that this kind of counterparty has. */
export const fieldsFor = (ids: readonly FieldId[], kind: Counterparty['kind']) =>
  ids.filter((id) => {
    const { kinds } = FIELDS[id];
    return !kinds || kind === '' || kinds.includes(kind);
  });

export const REACH: FieldId[] = ['phones', 'emails', 'website', 'addresses'];
export const BUSINESS_FIELDS: FieldId[] = [
  'industry',
  'territory',
  'headcount',
  'expected_income',
  'comment',
];
export const REQUISITES: FieldId[] = [
  'full_name',
  'person_name',
  'inn',
  'kpp',
  'ogrn',
  'registration_date',
  'capital',
  'birth_date',
  'snils',
  'passport',
];

/** What an existing client must have before it can be one. */
export function missingForExisting(row: Pick<Counterparty, 'kind' | 'inn'>): FieldId[] {
  return row.kind !== 'INDIVIDUAL' && !row.inn ? ['inn'] : [];
}

/** To make a client an existing one, or a potential one again, takes the right in both states. */
export const mayChangeMarket = (rights: readonly FieldRight[]) =>
  CHOICES.market_state.every(
    (state) => fieldAccess(rights, 'counterparties', 'market_state', state) === 'WRITE',
  );

/** The text key of a field's name; a proprietor's number is called differently. */
export const labelKey = (id: string, kind: Counterparty['kind']) =>
  id === 'ogrn' && kind === 'SOLE_PROPRIETOR' ? 'fields.ogrnip' : `fields.${id}`;
