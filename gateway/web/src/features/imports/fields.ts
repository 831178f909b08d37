/** What a column of a file can become, by what the file holds, in the groups of the field picker. */
import type { ImportKind } from './model';

/** What the tenant's own fields begin with. */
export const CUSTOM = 'custom_fields.';

export interface FieldGroup {
  group: 'main' | 'legal' | 'contacts' | 'bank' | 'person' | 'more';
  fields: readonly string[];
}

const COMMON_CONTACTS = [
  'phones',
  'emails',
  'website',
  'legal_address',
  'actual_address',
  'postal_address',
  'territory',
];
const BANK: FieldGroup = {
  group: 'bank',
  fields: ['bank_account', 'bic', 'correspondent_account', 'bank_name'],
};
const MORE = ['industry', 'comment', 'particulars', 'marketing_consent', 'watermark'];

const LEGAL: readonly FieldGroup[] = [
  { group: 'main', fields: ['display_name', 'full_name'] },
  { group: 'legal', fields: ['inn', 'kpp', 'inn_kpp', 'ogrn', 'registration_date'] },
  { group: 'contacts', fields: COMMON_CONTACTS },
  { group: 'person', fields: ['contact_name', 'contact_job_title', 'contact_phones', 'contact_emails'] },
  BANK,
  { group: 'more', fields: ['headcount', 'capital', ...MORE] },
];

const INDIVIDUAL: readonly FieldGroup[] = [
  { group: 'main', fields: ['person_name', 'family_name', 'given_name', 'middle_name', 'birth_date'] },
  { group: 'contacts', fields: COMMON_CONTACTS },
  {
    group: 'legal',
    fields: [
      'inn',
      'inn_kpp',
      'ogrn',
      'snils',
      'passport_number',
      'passport_issue_date',
      'passport_issuer',
      'passport_issuer_code',
    ],
  },
  BANK,
  { group: 'more', fields: MORE },
];

export const fieldGroups = (kind: ImportKind): readonly FieldGroup[] =>
  kind === 'LEGAL' ? LEGAL : INDIVIDUAL;

/** Several columns may become one of these: «Phone 1», «Phone 2». */
export const SEVERAL: ReadonlySet<string> = new Set([
  'phones',
  'emails',
  'contact_phones',
  'contact_emails',
  'comment',
  'particulars',
  'watermark',
]);

/** One of each group has to be there, or no row can become a client. */
export const NEEDED: Record<ImportKind, readonly (readonly string[])[]> = {
  LEGAL: [['display_name', 'full_name']],
  INDIVIDUAL: [['person_name', 'family_name', 'given_name']],
};
