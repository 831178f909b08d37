/** A deal, lead, agreement or invoice as a line of its client's card (pure). */
import { idOf } from '@/shared/api/client';
import type { Money, Schemas } from '@/shared/api/types';

export interface Row {
  name: string;
  title: string;
  /** Where it is looked at, if it has a page. */
  to: { to: '/deals/$id' | '/leads/$id' | '/agreements/$id'; id: string; tab?: string } | null;
  /** The key of its state's name. */
  state: string;
  color: string;
  owner: string;
  day: string;
  amount: Money | null;
  /** The key of what else is said of it. */
  kind?: string;
}

const COLORS: Record<string, string> = {
  OPEN: 'blue',
  WON: 'green',
  LOST: 'red',
  CONVERTED: 'green',
  REJECTED: 'red',
  SUBMITTED: 'yellow',
  APPROVED: 'green',
  TERMINATED: 'red',
  PARTLY_PAID: 'yellow',
  PAID: 'green',
};
const color = (state: string) => COLORS[state] ?? 'gray';

export const rowOfDeal = (deal: Schemas['Deal']): Row => ({
  name: deal.name,
  title: deal.display_name,
  to: { to: '/deals/$id', id: idOf(deal.name) },
  state: `enums.Deal.State.${deal.state}`,
  color: color(deal.state),
  owner: deal.owner_display_name,
  day: deal.expected_close_date ?? '',
  amount: deal.amount ?? null,
});

export const rowOfLead = (lead: Schemas['Lead']): Row => ({
  name: lead.name,
  title: lead.display_name,
  to: { to: '/leads/$id', id: idOf(lead.name) },
  state: `enums.Lead.State.${lead.state}`,
  color: color(lead.state),
  owner: lead.owner_display_name,
  day: lead.create_time ?? '',
  amount: lead.amount ?? null,
});

export const rowOfAgreement = (agreement: Schemas['Agreement']): Row => ({
  name: agreement.name,
  title: [agreement.display_name, agreement.number && `№ ${agreement.number}`].filter(Boolean).join(' '),
  to: { to: '/agreements/$id', id: idOf(agreement.name) },
  state: `enums.Agreement.State.${agreement.state}`,
  color: color(agreement.state),
  owner: agreement.owner_display_name,
  day: agreement.to_date ?? '',
  amount: null,
  kind: agreement.kind && `enums.Agreement.Kind.${agreement.kind}`,
});

/** An invoice is looked at where its deal is. */
export const rowOfInvoice = (invoice: Schemas['Invoice']): Row => ({
  name: invoice.name,
  title: `№ ${invoice.number}`,
  to: invoice.deal ? { to: '/deals/$id', id: idOf(invoice.deal), tab: 'invoices' } : null,
  state: `enums.Invoice.State.${invoice.state}`,
  color: color(invoice.state),
  owner: invoice.owner_display_name,
  day: invoice.issue_date ?? '',
  amount: invoice.total ?? null,
});
