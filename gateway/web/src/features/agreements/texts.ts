/** Terms as people read them. */
import type { TFunction } from 'i18next';
import { scheduleText } from '@/features/products';
import { money } from '@/shared/lib/format';
import type { Terms } from './api';

/** Pairs of a term's name and what it says; what says nothing is left out. */
export function termRows(t: TFunction, terms: Terms, priceList: string): [string, string][] {
  const percent = (text: string) => (text ? `${text} %` : '');
  const rows: [string, string][] = [
    ['price_list', terms.price_list ? priceList : ''],
    ['payment_schedule', scheduleText(t, terms.payment_schedule)],
    ['payment_order', terms.payment_order],
    ['delivery_days', terms.delivery_days ? t('agreements.days', { count: terms.delivery_days }) : ''],
    ['discount_percent', percent(terms.discount_percent)],
    ['max_discount_percent', percent(terms.max_discount_percent)],
    ['min_amount', terms.min_amount ? money(terms.min_amount) : ''],
    ['credit_limit', terms.credit_limit ? money(terms.credit_limit) : ''],
    ['contract_required', terms.contract_required ? t('agreements.yes') : ''],
  ];
  return rows.filter(([, value]) => value);
}
