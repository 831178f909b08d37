/** Terms as people read them. */
import type { TFunction } from 'i18next';
import { money } from '@/shared/lib/format';
import type { PaymentStage, Terms } from './api';

type Part = Pick<PaymentStage, 'percent' | 'event' | 'days'>;

export const scheduleText = (t: TFunction, parts: readonly Part[]): string =>
  parts
    .map(({ percent, event, days }) =>
      [
        `${percent} %`,
        event && t(`enums.PaymentStage.Event.${event}`),
        days ? t('agreements.days', { count: days }) : '',
      ]
        .filter(Boolean)
        .join(' '),
    )
    .join(', ');

/** «30:SHIPMENT:10, 70:…» of the server's differences. */
export function readSchedule(text: string): Part[] {
  return text
    .split(', ')
    .filter(Boolean)
    .map((part) => {
      const [percent = '', event = '', days = ''] = part.split(':');
      return { percent: Number(percent), event: event as Part['event'], days: Number(days) };
    });
}

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
