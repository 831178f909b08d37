import { describe, expect, it } from 'vitest';
import type { Invoice, Payment, Statement } from './api';
import { accepted, isLate, minor, offersOf, ofMinor, part, progress } from './model';

const rub = (amount: string) => ({ amount, currency: 'RUB' });
const share = (invoice: string) => ({
  invoice,
  invoice_number: '',
  invoice_date: null,
  amount: rub('1'),
});

describe('sums', () => {
  it('are exact', () => {
    expect(minor(rub('0.1')) + minor(rub('0.2'))).toBe(30n);
    expect(minor(rub('9007199254740993.01'))).toBe(900719925474099301n);
    expect(minor(null)).toBe(0n);
    expect(ofMinor(105n, 'RUB')).toEqual(rub('1.05'));
  });
});

describe('what one press accepts', () => {
  const payment = (reason: string) =>
    ({ reason, proposals: [share('a'), share('b')], amount: rub('10') }) as unknown as Payment;
  it('is all invoices of a list, else the first', () => {
    expect(accepted(payment('multi_mismatch'))).toHaveLength(2);
    expect(accepted(payment('ambiguous_amount')).map((one) => one.invoice)).toEqual(['a']);
  });
  it('is never more than is left', () => {
    const invoice = { name: 'invoices/1', number: '1', balance: rub('7.5') } as unknown as Invoice;
    expect(part(payment(''), invoice).amount).toEqual(rub('7.50'));
  });
});

describe('progress', () => {
  it('counts decisions of documents', () => {
    const statement = {
      counts: { auto: 3, manual: 1, outgoing: 0, internal: 0, duplicate: 1, skip: 0 },
      accounts: [{ documents: 10 }],
    } as unknown as Statement;
    expect(progress(statement)).toEqual({ done: 5, all: 10 });
  });
});

describe('what may be billed', () => {
  const deal = {
    amount: rub('1000.01'),
    invoiced: null,
    payment_schedule: [{ percent: 30 }, { percent: 70 }],
  };
  const sums = (of: Parameters<typeof offersOf>[0]) => offersOf(of).map(({ sum }) => sum.amount);

  it('is all that is left, and the agreed parts that fit into it', () => {
    expect(sums(deal)).toEqual(['1000.01', '300.00', '700.01']);
    expect(sums({ ...deal, invoiced: rub('300') })).toEqual(['700.01', '300.00']);
    expect(sums({ ...deal, invoiced: rub('1000.01') })).toEqual([]);
    expect(sums({ ...deal, amount: null })).toEqual([]);
  });
});

it('is late once its day is over', () => {
  const due = { state: 'PARTLY_PAID', due_date: '2026-11-21' } as const;
  expect(isLate(due, '2026-11-22')).toBe(true);
  expect(isLate(due, '2026-11-21')).toBe(false);
  expect(isLate({ ...due, state: 'PAID' }, '2026-11-22')).toBe(false);
  expect(isLate({ ...due, due_date: null }, '2026-11-22')).toBe(false);
});
