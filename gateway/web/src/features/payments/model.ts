/** What the screens of payments count and choose, without any screen. */
import type { Money } from '@/shared/api/types';
import type { Allocation, Invoice, Payment, Statement } from './api';

/** In hundredths: sums of money are never added up as fractions. */
export function minor(money: Money | null | undefined): bigint {
  if (!money) return 0n;
  const [whole = '0', rest = ''] = money.amount.replace('-', '').split('.');
  return BigInt(whole) * 100n + BigInt(rest.padEnd(2, '0').slice(0, 2) || '0');
}

export function ofMinor(value: bigint, currency: string): Money {
  return { amount: `${value / 100n}.${String(value % 100n).padStart(2, '0')}`, currency };
}

/** What one press accepts: all that a list of numbers named, else the likeliest one. */
export function accepted(payment: Payment): Allocation[] {
  const together = payment.reason === 'multi_mismatch' || payment.reason === 'third_party';
  return together ? payment.proposals : payment.proposals.slice(0, 1);
}

function smaller(one: bigint, other: bigint): bigint {
  if (one < other) return one;
  return other;
}

/** As much of the payment as the invoice takes. */
export function part(payment: Payment, invoice: Invoice): Allocation {
  const left = minor(invoice.balance);
  const whole = minor(payment.amount);
  return {
    invoice: invoice.name,
    invoice_number: invoice.number,
    invoice_date: invoice.issue_date,
    amount: ofMinor(smaller(left, whole), payment.amount?.currency ?? 'RUB'),
  };
}

/** How many of a statement's documents are decided, of all. */
export function progress(statement: Statement): { done: number; all: number } {
  const counts = Object.values(statement.counts ?? {}) as number[];
  const all = statement.accounts.reduce((sum, account) => sum + account.documents, 0);
  const done = counts.reduce((sum, one) => sum + one, 0);
  return { done, all: Math.max(all, done) };
}

/** What may be billed next. */
export interface Offer {
  key: string;
  /** Of the deal's amount; nothing: all that is left. */
  percent?: number;
  sum: Money;
}

interface Billable {
  amount?: Money | null;
  invoiced?: Money | null;
  payment_schedule: readonly { percent: number }[];
}

/** All that is not billed yet, and those of the agreed parts that fit into it. */
export function offersOf({ amount, invoiced, payment_schedule }: Billable): Offer[] {
  const whole = minor(amount);
  const left = whole - minor(invoiced);
  if (!amount || left <= 0n) return [];
  const rest = { key: 'rest', sum: ofMinor(left, amount.currency) };
  const parts = payment_schedule
    .map(({ percent }, at) => ({ key: String(at), percent, share: (whole * BigInt(percent) + 50n) / 100n }))
    .filter(({ share }) => share > 0n && share < left)
    .map(({ key, percent, share }) => ({ key, percent, sum: ofMinor(share, amount.currency) }));
  return [rest, ...parts];
}

/** It should have been paid before today. */
export const isLate = (
  { state, due_date }: Pick<Invoice, 'state' | 'due_date'>,
  today = new Date().toLocaleDateString('sv'),
) => Boolean(due_date) && (state === 'OPEN' || state === 'PARTLY_PAID') && String(due_date) < today;
