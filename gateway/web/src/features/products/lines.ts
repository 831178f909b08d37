/** Lines of a deal while somebody types them (pure). */
import type { DealLine, DealLineInput } from './api';

export interface Draft {
  /** Tells lines apart while they have no other name. */
  id: number;
  product: string;
  display_name: string;
  quantity: string;
  /** Empty: that of the price list. */
  price: string;
  /** Empty: what was agreed on, or earned. */
  discount: string;
  vat: DealLine['vat'];
}

export const blank = (id: number): Draft => ({
  id,
  product: '',
  display_name: '',
  quantity: '1',
  price: '',
  discount: '',
  vat: '',
});

export const draftOf = (line: DealLine, id: number): Draft => ({
  id,
  product: line.product,
  display_name: line.display_name,
  quantity: asTyped(line.quantity),
  price: line.price ? asTyped(line.price.amount) : '',
  discount: asTyped(line.discount_percent),
  vat: line.vat,
});

/** «1 200,5» → 1200.5; what is no number goes as it is, to be refused in words. */
const number = (text: string) => text.replace(/[\s\u00a0]/g, '').replace(',', '.');
/** 1200.500000000 → 1200.5 */
const plain = (amount: string) => (amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount);

/** 1200.500000000 → «1200,5», as people type it. */
export const asTyped = (amount: string) => plain(amount).replace('.', ',');

export const isBlank = (draft: Draft) => !draft.product && !draft.display_name.trim() && !draft.price.trim();

export const inputOf = (draft: Draft, currency: string): DealLineInput => ({
  product: draft.product || undefined,
  display_name: draft.display_name.trim() || undefined,
  quantity: number(draft.quantity),
  price: draft.price.trim() ? { amount: number(draft.price), currency } : undefined,
  discount_percent: number(draft.discount) || undefined,
  vat: draft.vat || undefined,
});

const NUMBER = /^-?\d+(\.\d+)?$/;

/** Whether the server can be asked what they come to; who types is told nothing yet. */
export const canBePriced = (drafts: readonly Draft[]) =>
  drafts.length > 0 &&
  drafts.every(
    (each) =>
      (each.product || each.display_name.trim()) &&
      NUMBER.test(number(each.quantity)) &&
      (!each.price.trim() || NUMBER.test(number(each.price))) &&
      (!each.discount.trim() || NUMBER.test(number(each.discount))),
  );
