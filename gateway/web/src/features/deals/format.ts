/** How money and days of deals are written. */
import i18n from 'i18next';
import { currencyFormat, money } from '@/shared/lib/format';
import type { Money } from './model';

/** «3,7 млн ₽»: sums on a board are read at a glance, the card has them whole. */
export function moneyShort(value: Money): string {
  const amount = Number(value.amount);
  if (Math.abs(amount) < 100_000) return money({ ...value, amount: String(Math.round(amount)) });
  return currencyFormat(value.currency, { notation: 'compact', maximumFractionDigits: 1 }).format(amount);
}

export const moniesShort = (values: readonly Money[]): string =>
  values.length ? values.map(moneyShort).join(' · ') : moneyShort({ amount: '0', currency: 'RUB' });

/** «3 дн.», «5 ч»: how long a deal was in a stage. */
export function spent(seconds: number): string {
  const [unit, size] = (
    [
      ['day', 86_400],
      ['hour', 3600],
      ['minute', 60],
    ] as const
  ).find(([, length]) => seconds >= length) ?? ['minute', 60];
  return new Intl.NumberFormat(i18n.language || 'ru', {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  }).format(Math.floor(seconds / size));
}
