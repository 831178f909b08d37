/** The wizard's steps and values: what each step asks, what is enough, what is sent (pure). */
import { type CustomField, valuesToSend } from '@/features/customFields';
import type {
  ContactInput,
  CounterpartyInput,
  CounterpartyKind,
  Email,
  PersonName,
  Phone,
} from '@/shared/api/types';
import { blankDraft, type Draft, isTouched, toInput } from '../create/draft';
import { type FieldId, fieldsFor } from '../fields/fields';

export const STEPS = ['who', 'contacts', 'legal', 'bank', 'about', 'review'] as const;
export type Step = (typeof STEPS)[number];

/** Somebody at the client. */
export interface Person {
  person_name: PersonName | null;
  job_title: string;
  decision_maker: boolean;
  phones: Phone[];
  emails: Email[];
  comment: string;
  custom_fields: Record<string, unknown>;
}

export interface Registration {
  client: Draft;
  people: Person[];
}

const FIELDS: Record<Step, FieldId[]> = {
  who: ['inn', 'kpp', 'person_name', 'display_name'],
  contacts: ['phones', 'emails', 'website', 'addresses'],
  legal: ['full_name', 'ogrn', 'registration_date', 'capital', 'birth_date', 'snils', 'passport'],
  bank: ['bank_accounts'],
  about: [
    'roles',
    'segments',
    'owner',
    'participants',
    'market_state',
    'industry',
    'territory',
    'headcount',
    'comment',
    'particulars',
    'marketing_consent',
  ],
  review: [],
};

export const blankPerson = (): Person => ({
  person_name: null,
  job_title: '',
  decision_maker: false,
  phones: [{ number: '', extension: '', kind: '', comment: '' }],
  emails: [],
  comment: '',
  custom_fields: {},
});

const BLANK_ACCOUNT = { account: '', bic: '', correspondent_account: '', bank_name: '' };

export const blankRegistration = (owner: string): Registration => ({
  client: { ...blankDraft('LEGAL'), owner, bank_accounts: [{ ...BLANK_ACCOUNT }] },
  people: [],
});

/** The fields a step asks of this kind of client. */
export const fieldsOf = (step: Step, kind: CounterpartyKind, hidden: (field: FieldId) => boolean) =>
  fieldsFor(FIELDS[step], kind).filter((field) => !hidden(field));

/** A person has no bank step; who may not write accounts has none either. */
export const stepsFor = (kind: CounterpartyKind, hidden: (field: FieldId) => boolean): Step[] =>
  STEPS.filter((step) => !['legal', 'bank'].includes(step) || fieldsOf(step, kind, hidden).length > 0);

/** Where the field of a refusal stands, such as `inn` or `contacts.1.phones.0.number`. */
export function stepOf(path: string): Step {
  const [field = ''] = path.split('.');
  return STEPS.find((step) => step === field || FIELDS[step].includes(field as FieldId)) ?? 'about';
}

/** Fields without which no client is created. */
export function missing({ client }: Registration): FieldId[] {
  if (toInput(client).display_name) return [];
  return [client.kind === 'LEGAL' ? 'display_name' : 'person_name'];
}

const text = (value: string | undefined) => Boolean(value?.trim());

export const nameOf = ({ person_name }: Person) =>
  [person_name?.family_name, person_name?.given_name, person_name?.middle_name]
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(' ');

const isPerson = (person: Person) =>
  text(nameOf(person)) ||
  text(person.job_title) ||
  text(person.comment) ||
  person.phones.some((phone) => text(phone.number)) ||
  person.emails.some((email) => text(email.address));

/** Whether there is anything worth keeping; the owner is there from the beginning. */
export const isBegun = ({ client, people }: Registration) =>
  isTouched({ ...client, owner: '' }) || people.some(isPerson);

interface Defined {
  client: readonly CustomField[];
  person: readonly CustomField[];
}

export interface Sent {
  counterparty: CounterpartyInput;
  contacts: ContactInput[];
  /** Which person each contact is: blank ones are not sent. */
  people: number[];
}

export function toSend({ client, people }: Registration, defined: Defined): Sent {
  const filled = people.map((person, at) => ({ person, at })).filter(({ person }) => isPerson(person));
  return {
    counterparty: {
      ...toInput(client),
      custom_fields: valuesToSend(defined.client, client.custom_fields ?? {}),
    },
    contacts: filled.map(({ person }) => ({
      // It is being created together with them.
      counterparty: '',
      person_name: person.person_name ?? undefined,
      display_name: nameOf(person),
      job_title: person.job_title,
      decision_maker: person.decision_maker,
      phones: person.phones.filter((phone) => text(phone.number)),
      emails: person.emails.filter((email) => text(email.address)),
      comment: person.comment,
      custom_fields: valuesToSend(defined.person, person.custom_fields),
    })),
    people: filled.map(({ at }) => at),
  };
}

/** `contacts.0.…` of what was sent is `contacts.2.…` of what was typed. */
export function asTyped(errors: Record<string, string>, people: readonly number[]): Record<string, string> {
  const entries = Object.entries(errors).map(([path, message]) => {
    const [, at, rest] = path.match(/^contacts\.(\d+)\.(.*)$/) ?? [];
    return [at === undefined ? path : `contacts.${people[Number(at)] ?? at}.${rest}`, message];
  });
  return Object.fromEntries(entries);
}

/** The errors of one person, by his own fields. */
export function errorsOf(errors: Record<string, string>, at: number): Record<string, string> {
  const prefix = `contacts.${at}.`;
  return Object.fromEntries(
    Object.entries(errors)
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, message]) => [path.slice(prefix.length), message]),
  );
}

/** A draft of an earlier version may lack what the wizard has learnt since. */
export function fromContent(content: unknown, owner: string): Registration {
  const { client, people } = (content ?? {}) as Partial<Registration>;
  const blank = blankRegistration(owner);
  return {
    client: { ...blank.client, ...client },
    people: (people ?? []).map((person) => ({ ...blankPerson(), ...person })),
  };
}
