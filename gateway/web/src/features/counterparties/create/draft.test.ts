import { describe, expect, it } from 'vitest';
import { blankDraft, isTouched, toInput } from './draft';

describe('a draft', () => {
  it('sends no blank phones and no fields of another kind', () => {
    const input = toInput({ ...blankDraft('INDIVIDUAL'), kpp: '770101001', display_name: 'x' });
    expect(input.phones).toEqual([]);
    expect('kpp' in input).toBe(false);
  });
  it('makes the working name of a person from the full one', () => {
    const person_name = { family_name: ' Орлов', given_name: 'Павел', middle_name: '' };
    expect(toInput({ ...blankDraft('INDIVIDUAL'), person_name }).display_name).toBe('Орлов Павел');
    expect(toInput({ ...blankDraft('INDIVIDUAL'), person_name, display_name: 'Паша' }).display_name).toBe(
      'Паша',
    );
  });
  it('is worth keeping only when something was typed', () => {
    expect(isTouched(blankDraft('LEGAL'))).toBe(false);
    expect(isTouched({ ...blankDraft('LEGAL'), inn: '77' })).toBe(true);
  });
});
