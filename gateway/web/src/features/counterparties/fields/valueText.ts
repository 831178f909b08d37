/** Any field's value as one line of text, for the history and for conflicts. */
import i18n from 'i18next';
import type {
  Address,
  BankAccount,
  Counterparty,
  Email,
  Money,
  Passport,
  PersonName,
  Phone,
  Preference,
} from '@/shared/api/types';
import { count, date, money } from '@/shared/lib/format';
import { phone } from '@/shared/lib/phone';
import { FIELDS, type FieldId } from './fields';

export type NameOf = (resource: string) => string | undefined;

const join = (parts: (string | undefined)[], by = ', ') => parts.filter(Boolean).join(by);
const t = (key: string) => String(i18n.t(key));

function phoneText(value: Phone): string {
  const extension = value.extension && i18n.t('ui.extension', { number: value.extension });
  return join([join([phone(value.number), extension], ' '), value.comment]);
}

const personText = (value: PersonName) => join([value.family_name, value.given_name, value.middle_name], ' ');

const passportText = (value: Passport) =>
  join([value.number, value.issuer_code, value.issue_date ? date(value.issue_date) : '', value.issuer]);

const accountText = (value: BankAccount) => join([value.account, value.bic, value.bank_name]);

/** A colleague or a segment that is not to be found any more, or not by who reads. */
const named = (name: string, nameOf: NameOf) => nameOf(name) ?? t('fields.unknownName');

type Entry = NonNullable<Counterparty['registry']>;
type Writer = (value: never, nameOf: NameOf) => string;

const WRITERS: Partial<Record<string, Writer>> = {
  date: (value: string) => date(value),
  number: (value: number) => (value ? count(value) : ''),
  money: (value: Money) => money(value),
  person: personText,
  passport: passportText,
  choice: (value: string) => t(`fields.choices.${value || 'none'}`),
  phones: (value: Phone[]) => join(value.map(phoneText), '; '),
  emails: (value: Email[]) => join(value.map((email) => join([email.address, email.comment]))),
  addresses: (value: Address[]) =>
    join(
      value.map((address) => address.text),
      '; ',
    ),
  accounts: (value: BankAccount[]) => join(value.map(accountText), '; '),
  roles: (value: string[]) => join(value.map((role) => t(`cp.roleNames.${role}`))),
  preferences: (value: Preference[]) =>
    join(
      value.map(({ topic, text }) => `${topic}: ${text}`),
      '; ',
    ),
  holidays: (value: string[], nameOf) => join(value.map((name) => nameOf(name) ?? '…')),
  segments: (value: string[], nameOf) => join(value.map((name) => named(name, nameOf))),
  participants: (value: string[], nameOf) => join(value.map((name) => named(name, nameOf))),
  owner: (value: string, nameOf) => named(value, nameOf),
};

/** Of a custom field whose definition is not at hand. */
const plain = (value: unknown) =>
  value && typeof value === 'object' && 'amount' in value ? money(value as Money) : String(value ?? '');

/** Empty for what has no value. */
export function valueText(field: string, value: unknown, nameOf: NameOf = () => undefined): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return t(value ? 'ui.yes' : 'ui.no');
  const editor = FIELDS[field as FieldId]?.editor;
  const write = (editor && WRITERS[editor]) ?? GENERIC[field];
  if (write) return write(value as never, nameOf);
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return JSON.stringify(value);
}

/** Fields that are no field of a card but stand in its history. */
const GENERIC: Partial<Record<string, Writer>> = {
  custom_fields: (value: Record<string, unknown>) => join(Object.values(value).map(plain)),
  registry: ({ status, short_name, director_name, legal_address }: Entry) =>
    join(
      [
        status && i18n.t(`registry.status.${status}`, { defaultValue: status }),
        short_name,
        director_name,
        legal_address,
      ],
      '; ',
    ),
  state: (value: string) => t(`fields.states.${value}`),
  delete_time: (value: string) => date(value),
  stage_change_time: (value: string) => date(value),
  satisfaction: ({ score }: NonNullable<Counterparty['satisfaction']>) => `${score} / 5`,
};

/** The names of users and segments that a value mentions. */
export function namesIn(field: string, value: unknown): string[] {
  const editor = FIELDS[field as FieldId]?.editor;
  if (editor === 'owner' && typeof value === 'string') return value ? [value] : [];
  if (editor === 'participants' && Array.isArray(value)) return value.map(String);
  return [];
}
