/** Prices and discounts of single products: as a form holds them, and in differences (pure). */
import type { Terms } from './api';

/** One product of an agreement as a form holds it. */
export interface ItemDraft {
  product: string;
  /** As long as nobody has asked how it is called. */
  display_name?: string;
  price: string;
  discount_percent: string;
}

export const itemsOf = (terms: Terms | null | undefined): ItemDraft[] =>
  (terms?.items ?? []).map(({ product, price, discount_percent }) => ({
    product,
    price: price ? String(Number(price.amount)) : '',
    discount_percent,
  }));

/** «1 200,50» → 1200.50; what is no number goes as it is, to be refused in words. */
const number = (text: string) => text.replace(/\s/g, '').replace(',', '.');

/** What somebody typed; empty says nothing. */
export const amountOf = (text: string, currency = 'RUB') =>
  text.trim() ? { amount: number(text), currency } : undefined;

/** Of which neither is said it is not an own term. */
export const termsOfItems = (items: readonly ItemDraft[], currency: string) =>
  items
    .filter(({ price, discount_percent }) => price.trim() || discount_percent.trim())
    .map(({ product, price, discount_percent }) => ({
      product,
      price: amountOf(price, currency),
      discount_percent: number(discount_percent),
    }));

/** `items[products/x].price` → the product and the field; nothing for what is said of the whole. */
export function itemField(field: string): { product: string; of: string } | undefined {
  const found = /^items\[(.+)\]\.(\w+)$/.exec(field);
  return found ? { product: found[1] ?? '', of: found[2] ?? '' } : undefined;
}
