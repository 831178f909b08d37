/** What the form of a contact holds, and what of it is to be sent. */
import { type CustomField, valueToSend } from '@/features/customFields';
import type { Contact, ContactInput } from '@/shared/api/types';
import { BLANK_PERSON } from '@/shared/ui/fields/inputs';

const BLANK = {
  phones: [],
  emails: [],
  job_title: '',
  decision_maker: false,
  comment: '',
  birth_date: null,
  professional_holidays: [],
};
const BLANK_PHONE = { number: '', extension: '', kind: '' as const, comment: '' };

export type Draft = ReturnType<typeof draftOf>;

/** A person whose name was one line so far is split no further: the line stays the family name. */
export const draftOf = (contact: Contact | undefined) => ({
  ...BLANK,
  ...contact,
  phones: contact?.phones.length ? contact.phones : [BLANK_PHONE],
  person_name: contact?.person_name ?? { ...BLANK_PERSON, family_name: contact?.display_name ?? '' },
  custom_fields: contact?.custom_fields ?? {},
});

function values(draft: Draft, fields: readonly CustomField[]) {
  return {
    person_name: draft.person_name,
    job_title: draft.job_title,
    decision_maker: draft.decision_maker,
    phones: draft.phones.filter((phone) => phone.number.trim()),
    emails: draft.emails.filter((email) => email.address.trim()),
    comment: draft.comment,
    // Null clears it.
    birth_date: draft.birth_date || (null as never),
    professional_holidays: draft.professional_holidays,
    custom_fields: Object.fromEntries(
      fields.map((field) => [field.key, valueToSend(field, draft.custom_fields[field.key])]),
    ),
  };
}

type Values = ReturnType<typeof values>;

/** Only what was changed: a field that one may not write is not sent, and so not refused. */
function changed<T extends object>(before: T, after: T): Partial<T> {
  const same = (key: keyof T) => JSON.stringify(before[key]) === JSON.stringify(after[key]);
  return Object.fromEntries(Object.entries(after).filter(([key]) => !same(key as keyof T))) as Partial<T>;
}

export function toSend(
  draft: Draft,
  fields: readonly CustomField[],
  contact: Contact | undefined,
): Partial<ContactInput> {
  const [before, after] = [values(draftOf(contact), fields), values(draft, fields)];
  const { custom_fields: custom, ...sent }: Partial<Values> = changed(before, after);
  // A new one without a name is told so.
  if (!contact) sent.person_name = after.person_name;
  const { family_name = '', given_name = '', middle_name = '' } = sent.person_name ?? {};
  return {
    ...sent,
    ...(sent.person_name && {
      display_name: [family_name, given_name, middle_name].filter(Boolean).join(' ').trim(),
    }),
    ...(custom && { custom_fields: changed(before.custom_fields, after.custom_fields) }),
  };
}
