/** Lines of an order to a supplier while somebody types them (pure). */
import type { Schemas } from '@/shared/api/types';

type Line = Schemas['SupplierOrderLine'];
type LineInput = Schemas['SupplierOrderLineInput'];

export interface Draft {
  /** Tells lines apart while they have no other name. */
  id: number;
  product: string;
  display_name: string;
  quantity: string;
  price: string;
}

export const blank = (id: number): Draft => ({ id, product: '', display_name: '', quantity: '1', price: '' });

export const draftOf = ({ product, display_name, quantity, price }: Line, id: number): Draft => ({
  id,
  product,
  display_name,
  quantity,
  price: price ? String(Number(price.amount)) : '',
});

/** «1 200,5» → 1200.5; what is no number goes as it is, to be refused in words. */
const number = (text: string) => text.replace(/[\s\u00a0]/g, '').replace(',', '.');

export const isBlank = (line: Draft) => !line.product && !line.display_name.trim() && !line.price.trim();

export const inputOf = (line: Draft, currency: string): LineInput =>
  ({
    product: line.product || undefined,
    display_name: line.display_name.trim() || undefined,
    quantity: number(line.quantity),
    price: line.price.trim() ? { amount: number(line.price), currency } : undefined,
  }) as LineInput;

/** What the lines that are numbers come to, each rounded to kopecks as the server does. */
export const totalOf = (lines: readonly Draft[]): string => {
  const kopecks = lines
    .map((line) => Math.round(Number(number(line.quantity)) * Number(number(line.price)) * 100))
    .filter(Number.isFinite);
  return (kopecks.reduce((sum, each) => sum + each, 0) / 100).toFixed(2);
};
