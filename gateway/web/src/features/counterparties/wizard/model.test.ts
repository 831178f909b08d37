import { describe, expect, it } from 'vitest';
import {
  asTyped,
  blankPerson,
  blankRegistration,
  errorsOf,
  fromContent,
  isBegun,
  missing,
  stepOf,
  stepsFor,
  toSend,
} from './model';

const ME = 'users/1';
const NONE = { client: [], person: [] };
const open = () => false;

describe('the steps', () => {
  it('leave the bank out for a person and for who may not write accounts', () => {
    expect(stepsFor('LEGAL', open)).toContain('bank');
    expect(stepsFor('INDIVIDUAL', open)).not.toContain('bank');
    expect(stepsFor('LEGAL', (field) => field === 'bank_accounts')).not.toContain('bank');
  });
  it('are found by the field of a refusal', () => {
    expect(stepOf('inn')).toBe('who');
    expect(stepOf('contacts.1.phones.0.number')).toBe('contacts');
    expect(stepOf('bank_accounts.0.bic')).toBe('bank');
    expect(stepOf('custom_fields.size')).toBe('about');
  });
});

describe('a registration', () => {
  const blank = blankRegistration(ME);
  it('has begun when something was typed', () => {
    expect(isBegun(blank)).toBe(false);
    expect(isBegun({ ...blank, people: [blankPerson()] })).toBe(false);
    expect(isBegun({ ...blank, people: [{ ...blankPerson(), job_title: 'x' }] })).toBe(true);
  });
  it('needs a name', () => {
    expect(missing(blank)).toEqual(['display_name']);
    expect(missing({ ...blank, client: { ...blank.client, display_name: 'x' } })).toEqual([]);
    expect(missing({ ...blank, client: { ...blank.client, kind: 'INDIVIDUAL' } })).toEqual(['person_name']);
  });
  it('sends no blank people, and finds the errors of the others', () => {
    const anna = { ...blankPerson(), person_name: { family_name: 'A', given_name: '', middle_name: '' } };
    const sent = toSend({ ...blank, people: [blankPerson(), anna] }, NONE);
    expect(sent.contacts.map((contact) => contact.display_name)).toEqual(['A']);
    expect(sent.contacts[0]?.phones).toEqual([]);
    const errors = asTyped({ inn: 'x', 'contacts.0.phones.0.number': 'y' }, sent.people);
    expect(errors).toEqual({ inn: 'x', 'contacts.1.phones.0.number': 'y' });
    expect(errorsOf(errors, 1)).toEqual({ 'phones.0.number': 'y' });
  });
  it('comes back from a draft of an earlier version', () => {
    const kept = fromContent({ client: { kind: 'LEGAL', inn: '7' }, people: [{ job_title: 'x' }] }, ME);
    expect(kept.client.inn).toBe('7');
    expect(kept.client.owner).toBe(ME);
    expect(kept.people[0]?.phones).toHaveLength(1);
    expect(fromContent(null, ME)).toEqual(blank);
  });
});
