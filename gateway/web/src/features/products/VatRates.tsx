import { IconPercentage } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { date } from '@/shared/lib/format';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { vatRatesQuery } from './api';

/** The rates of the law with their days: who reads them changes nothing here. */
export function VatRates({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  const list = useQuery(vatRatesQuery);
  return (
    <DictionaryPage
      title={t('products.title')}
      query={list}
      bar={tabs}
      empty={{ icon: IconPercentage, title: t('products.noRates'), hint: t('products.noRatesHint') }}
      table={(rates) => (
        <table className={d.table} aria-label={t('products.part.vat')}>
          <thead>
            <tr>
              <th>{t('products.rate')}</th>
              <th>{t('products.rateKind')}</th>
              <th>{t('products.since')}</th>
              <th>{t('products.until')}</th>
            </tr>
          </thead>
          <tbody>
            {rates.map((rate) => (
              <tr key={rate.name} className={d.row}>
                <td>{rate.display_name}</td>
                <td>{rate.kind && t(`enums.VatRate.Kind.${rate.kind}`)}</td>
                <td className="num">{rate.from_date ? date(rate.from_date) : '—'}</td>
                <td className="num">{rate.to_date ? date(rate.to_date) : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    />
  );
}
