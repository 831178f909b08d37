/** Check digits, told at once; the server checks everything again and is the judge (pure). */
import type { BankAccount } from '@/shared/api/types';

const digits = (text: string) => text.replace(/[\s-]/g, '');
const sum = (number: string, weights: readonly number[]) =>
  weights.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
const check = (number: string, weights: readonly number[]) => (sum(number, weights) % 11) % 10;

const TENTH = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const ELEVENTH = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const TWELFTH = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/** Empty while it is being typed: half a number is not wrong yet. */
export function innProblem(typed: string): '' | 'INN_CHECKSUM' {
  const inn = digits(typed);
  if (/^\d{10}$/.test(inn)) return check(inn, TENTH) === Number(inn[9]) ? '' : 'INN_CHECKSUM';
  if (!/^\d{12}$/.test(inn)) return '';
  const good = check(inn, ELEVENTH) === Number(inn[10]) && check(inn, TWELFTH) === Number(inn[11]);
  return good ? '' : 'INN_CHECKSUM';
}

/** A whole number whose check digits are right: worth asking the registry about. */
export function wholeInn(typed: string): string {
  const inn = digits(typed);
  return /^(\d{10}|\d{12})$/.test(inn) && innProblem(inn) === '' ? inn : '';
}

const KEY_WEIGHTS = [...Array(7).fill([7, 1, 3]).flat(), 7, 1] as number[];
const CENTRAL_BANK = new Set(['000', '001', '002']);

function keyFits(account: string, bic: string): boolean {
  const office = bic.slice(6);
  const prefix = CENTRAL_BANK.has(office) ? `0${bic.slice(4, 6)}` : office;
  return sum(prefix + account, KEY_WEIGHTS) % 10 === 0;
}

type AccountProblem = 'BIC_FORMAT' | 'ACCOUNT_LENGTH' | 'ACCOUNT_KEY' | 'CORRESPONDENT_ACCOUNT';

/** By field. What is short is wrong only once its owner has gone on (`left`). */
export function accountProblems(
  typed: BankAccount,
  left: boolean,
): Partial<Record<'account' | 'bic' | 'correspondent_account', AccountProblem>> {
  const account = digits(typed.account);
  const bic = digits(typed.bic);
  const correspondent = digits(typed.correspondent_account);
  if (!account && !bic && !correspondent) return {};
  const wholeBic = /^\d{9}$/.test(bic);
  const wholeAccount = /^\d{20}$/.test(account);
  const found: ReturnType<typeof accountProblems> = {};
  if (!wholeBic && (left || bic.length > 9)) found.bic = 'BIC_FORMAT';
  if (!wholeAccount && (left || account.length > 20)) found.account = 'ACCOUNT_LENGTH';
  // Treasury accounts are keyed by the office, which the BIK does not tell.
  else if (wholeAccount && wholeBic && account[0] !== '0' && !keyFits(account, bic)) {
    found.account = 'ACCOUNT_KEY';
  }
  const fits = correspondent.startsWith('40102') || correspondent.slice(17) === bic.slice(6);
  const wholeCorrespondent = /^\d{20}$/.test(correspondent);
  if (correspondent && (wholeCorrespondent ? wholeBic && !fits : left)) {
    found.correspondent_account = 'CORRESPONDENT_ACCOUNT';
  }
  return found;
}
