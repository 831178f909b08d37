import { describe, expect, it } from 'vitest';
import type { CustomField } from '@/features/customFields';
import type { Contact } from '@/shared/api/types';
import { draftOf, toSend } from './draft';

const contact = {
  name: 'contacts/1',
  display_name: 'Белов Иван',
  person_name: null,
  job_title: 'Закупщик',
  decision_maker: false,
  phones: [{ number: '+7 *** 45-67', extension: '', kind: '', comment: '' }],
  emails: [],
  birth_date: null,
  comment: '',
  professional_holidays: [],
  custom_fields: { hobby: 'рыбалка' },
} as unknown as Contact;
const fields = [
  { key: 'hobby', type: 'TEXT' },
  { key: 'size', type: 'NUMBER' },
] as CustomField[];

describe('what is sent of a contact', () => {
  it('is nothing when nothing was changed', () => {
    expect(toSend(draftOf(contact), fields, contact)).toEqual({});
  });
  it('is what was changed, and no telephones that are masked', () => {
    const draft = { ...draftOf(contact), job_title: 'Директор' };
    expect(toSend(draft, fields, contact)).toEqual({ job_title: 'Директор' });
  });
  it('is one custom field of many, and a value that was cleared', () => {
    const draft = { ...draftOf(contact), custom_fields: { hobby: '', size: '' } };
    expect(toSend(draft, fields, contact)).toEqual({ custom_fields: { hobby: null } });
  });
  it('has both forms of a name', () => {
    const draft = draftOf(contact);
    draft.person_name = { ...draft.person_name, family_name: 'Белова', given_name: 'Анна' };
    expect(toSend(draft, fields, contact)).toEqual({
      person_name: draft.person_name,
      display_name: 'Белова Анна',
    });
  });
  it('of a new one is what was filled in, and its name in any case', () => {
    const draft = { ...draftOf(undefined), decision_maker: true };
    const { person_name, ...rest } = toSend(draft, [], undefined);
    expect(person_name).toBeDefined();
    expect(rest).toEqual({ display_name: '', decision_maker: true });
  });
});
