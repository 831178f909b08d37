import { describe, expect, it } from 'vitest';
import type { Schemas } from '@/shared/api/types';
import { rowOfAgreement, rowOfInvoice } from './rows';

const invoice = { name: 'invoices/1', number: '7', state: 'PAID', deal: '', issue_date: '2026-11-22' };

describe('lines of what is sold to a client', () => {
  it('leads from an invoice to its deal, and nowhere without one', () => {
    const alone = rowOfInvoice(invoice as Schemas['Invoice']);
    expect([alone.to, alone.color, alone.state]).toEqual([null, 'green', 'enums.Invoice.State.PAID']);
    const billed = rowOfInvoice({ ...invoice, deal: 'deals/2' } as Schemas['Invoice']);
    expect(billed.to).toEqual({ to: '/deals/$id', id: '2', tab: 'invoices' });
  });
  it('names an agreement with its number, if it has one', () => {
    const agreement = {
      name: 'agreements/1',
      display_name: 'Опт',
      number: '',
      kind: 'STANDARD',
      state: 'DRAFT',
    };
    const title = (number: string) => rowOfAgreement({ ...agreement, number } as Schemas['Agreement']).title;
    expect([title(''), title('5')]).toEqual(['Опт', 'Опт № 5']);
  });
});
