/** A holiday's rule in words: «21 ноября», «второе воскресенье августа», «256-й день года». */
import type { TFunction } from 'i18next';
import { dayMonth } from '@/shared/lib/format';
import type { Rule } from './api';

const LEAP_YEAR = '2024';
const two = (value: number) => String(value).padStart(2, '0');

export function ruleText(t: TFunction, rule: Rule | null): string {
  switch (rule?.kind) {
    case 'FIXED_DAY':
      return dayMonth(`${LEAP_YEAR}-${two(rule.month)}-${two(rule.day)}`);
    case 'WEEKDAY':
      return t('holidays.weekdayRule', {
        // In Russian it agrees with the day: второе воскресенье, вторая среда.
        ordinal: t(`holidays.ordinalOf.${rule.weekday}.${rule.ordinal}`),
        weekday: t(`holidays.weekdays.${rule.weekday}`),
        month: t(`holidays.monthsOf.${rule.month}`),
      });
    case 'DAY_OF_YEAR':
      return t('holidays.dayOfYearRule', { day: rule.day_of_year });
    default:
      return '';
  }
}
