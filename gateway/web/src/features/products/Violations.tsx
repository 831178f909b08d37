import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { money } from '@/shared/lib/format';
import { type Priced, priceListsQuery, type Violation } from './api';
import s from './Lines.module.css';
import { readSchedule, scheduleText } from './schedule';

/** How what is typed breaks the agreement: where, what it allows, and what is asked for. */
export function Violations({ priced }: { priced: Priced }) {
  const { t } = useTranslation();
  const said = useValues();
  if (priced.violations.length === 0) return null;
  return (
    <section className={s.warning} aria-label={t('lines.violations')} role="status">
      <b>{t('lines.violations')}</b>
      <ul>
        {priced.violations.map((one) => (
          <li key={`${one.code} ${one.line}`}>
            {one.line >= 0 &&
              `${priced.lines[one.line]?.display_name || t('lines.nth', { at: one.line + 1 })}: `}
            {one.code && t(`errors.AGREEMENT_${one.code}`)}
            {one.allowed && one.actual && (
              <>
                {' '}
                —{' '}
                {t('lines.insteadOf', {
                  actual: said(one, one.actual),
                  allowed: said(one, one.allowed),
                })}
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the server says about terms, in the words of people. */
function useValues(): (of: Violation, text: string) => string {
  const { t } = useTranslation();
  const { data: lists = [] } = useQuery(priceListsQuery);
  return ({ code }, text) => {
    const [amount = '', currency = ''] = text.split(' ');
    switch (code) {
      case 'PRICE':
      case 'AMOUNT':
      case 'CREDIT':
        return money({ amount, currency });
      case 'DISCOUNT':
        return `${text} %`;
      case 'DELIVERY':
        return t('lines.days', { count: Number(text) });
      case 'PAYMENT':
        return scheduleText(t, readSchedule(text));
      case 'PRICE_LIST':
        return lists.find(({ name }) => name === text)?.display_name ?? '…';
      case 'NOT_APPROVED':
        return t(`enums.Agreement.State.${text}`);
      default:
        return text;
    }
  };
}
