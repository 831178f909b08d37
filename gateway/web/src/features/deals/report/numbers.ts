import i18n from 'i18next';

/** 345 → «34,5»: shares come in per mille, whole. */
export const perMille = (value: number): string =>
  new Intl.NumberFormat(i18n.language || 'ru', { maximumFractionDigits: 1 }).format(value / 10);

/** 2026-11 → «ноябрь 2026 г.» */
export function monthName(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Intl.DateTimeFormat(i18n.language || 'ru', { month: 'long', year: 'numeric' }).format(
    new Date(year, number - 1, 1),
  );
}
