/** What is known of an interaction, as the fields of other forms take it. */
import type { Draft as ContactDraft } from '@/features/contacts/draft';
import { BLANK_PERSON } from '@/shared/ui/fields/inputs';
import type { Interaction } from './api';

const textsOf = (row: Interaction, kind: string) =>
  row.with_whom.filter((each) => each.kind === kind).map(({ text }) => text);

export const phonesOf = (row: Interaction) => textsOf(row, 'PHONE');
export const emailsOf = (row: Interaction) => textsOf(row, 'EMAIL');
export const nameOf = (row: Interaction) => textsOf(row, 'NAME')[0] ?? '';

/** The client's person it was with. */
export function contactOf(row: Interaction) {
  const known = row.with_whom.find(({ record }) => record.startsWith('contacts/'));
  return { contact: known?.record, contact_display_name: known?.record_display_name };
}

const PATRONYMIC = /(?:вич|вна|ична|инична)$/i;

/** A name as people give it: in full, or without the family's. */
export function partsOf(name: string) {
  const words = name.split(' ').filter(Boolean);
  const [first = '', second = '', third = ''] = words;
  if (words.length < 2) return { given_name: first };
  if (words.length === 2 && PATRONYMIC.test(second)) return { given_name: first, middle_name: second };
  return { family_name: first, given_name: second, middle_name: third };
}

export function contactFrom(row: Interaction): Partial<ContactDraft> {
  const [phones, emails] = [phonesOf(row), emailsOf(row)];
  return {
    person_name: { ...BLANK_PERSON, ...partsOf(nameOf(row)) },
    ...(phones.length && {
      phones: phones.map((number) => ({ number, extension: '', kind: '' as const, comment: '' })),
    }),
    ...(emails.length && {
      emails: emails.map((address) => ({ address, kind: '' as const, comment: '' })),
    }),
  };
}
