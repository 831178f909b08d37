import { describe, expect, it } from 'vitest';
import { accountProblems, innProblem, wholeInn } from './checks';

const account = (fields: object) => ({
  account: '',
  bic: '',
  correspondent_account: '',
  bank_name: '',
  ...fields,
});

describe('an INN', () => {
  it('is not wrong while it is typed', () => {
    expect(innProblem('77070')).toBe('');
    expect(wholeInn('77070')).toBe('');
  });
  it('is known by its check digits', () => {
    expect(wholeInn('7707 083893')).toBe('7707083893');
    expect(innProblem('7707083894')).toBe('INN_CHECKSUM');
    expect(innProblem('500100732259')).toBe('');
    expect(innProblem('500100732258')).toBe('INN_CHECKSUM');
  });
});

describe('an account', () => {
  const bic = '044525225';
  const good = '40702810438000060473';
  it('fits its bank by the key', () => {
    expect(accountProblems(account({ account: good, bic }), true)).toEqual({});
    expect(accountProblems(account({ account: `${good.slice(0, 19)}4`, bic }), false)).toEqual({
      account: 'ACCOUNT_KEY',
    });
  });
  it('may be short until its owner goes on', () => {
    expect(accountProblems(account({ account: '4070', bic: '0445' }), false)).toEqual({});
    expect(accountProblems(account({ account: '4070', bic: '0445' }), true)).toEqual({
      account: 'ACCOUNT_LENGTH',
      bic: 'BIC_FORMAT',
    });
  });
  it('that nobody filled in is not wrong', () => {
    expect(accountProblems(account({}), true)).toEqual({});
  });
  it('has a correspondent account that ends as the BIK does', () => {
    const correspondent_account = '30101810400000000225';
    expect(accountProblems(account({ account: good, bic, correspondent_account }), true)).toEqual({});
    expect(
      accountProblems(account({ account: good, bic, correspondent_account: '30101810400000000226' }), false),
    ).toEqual({ correspondent_account: 'CORRESPONDENT_ACCOUNT' });
  });
});
