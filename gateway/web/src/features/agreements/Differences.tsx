import { useTranslation } from 'react-i18next';
import { readSchedule, scheduleText, useProductTitles } from '@/features/products';
import { money } from '@/shared/lib/format';
import s from './Agreements.module.css';
import type { Agreement } from './api';
import { itemField } from './items';

/** What is otherwise here than in the standard agreement it was made of. */
export function Differences({
  agreement,
  priceList,
}: {
  agreement: Agreement;
  priceList: (name: string) => string;
}) {
  const { t } = useTranslation();
  const shown = (field: string, value: string) => {
    if (!value) return '—';
    if (field === 'price_list') return priceList(value);
    if (field === 'payment_schedule') return scheduleText(t, readSchedule(value));
    if (field === 'contract_required') return t('agreements.yes');
    if (field === 'delivery_days') return t('agreements.days', { count: Number(value) });
    if (/percent$/.test(field)) return `${value} %`;
    if (/^(min_amount|credit_limit)$|\.price$/.test(field)) {
      const [amount = '', currency = ''] = value.split(' ');
      return money({ amount, currency });
    }
    return value;
  };
  const titles = useProductTitles(agreement.differences.map(({ field }) => itemField(field)?.product ?? ''));
  const title = (field: string) => {
    const item = itemField(field);
    if (!item) return t(`agreements.term.${field}`);
    return `${t(`agreements.term.item_${item.of}`)}: ${titles.get(item.product) ?? '…'}`;
  };
  return (
    <>
      <h2>{t('agreements.differences')}</h2>
      {agreement.differences.length === 0 ? (
        <p className={s.quiet}>{t('agreements.noDifferences')}</p>
      ) : (
        <table className={s.table} aria-label={t('agreements.differences')}>
          <thead>
            <tr>
              <th>{t('agreements.what')}</th>
              <th>{t('agreements.inStandard')}</th>
              <th>{t('agreements.here')}</th>
            </tr>
          </thead>
          <tbody>
            {agreement.differences.map(({ field, standard_value, value }) => (
              <tr key={field}>
                <td>{title(field)}</td>
                <td>{shown(field, standard_value)}</td>
                <td>{shown(field, value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** Products with a price or a discount of their own. */
export function OwnPrices({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation();
  const items = agreement.terms?.items ?? [];
  const titles = useProductTitles(items.map(({ product }) => product));
  if (items.length === 0) return null;
  return (
    <>
      <h2>{t('agreements.items')}</h2>
      <table className={s.table} aria-label={t('agreements.items')}>
        <thead>
          <tr>
            <th>{t('agreements.product')}</th>
            <th>{t('agreements.itemHint.price')}</th>
            <th>{t('agreements.itemHint.discount_percent')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ product, price, discount_percent }) => (
            <tr key={product}>
              <td>{titles.get(product) ?? '…'}</td>
              <td className="num">{price ? money(price) : '—'}</td>
              <td className="num">{discount_percent ? `${discount_percent} %` : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
