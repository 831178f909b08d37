import { Menu } from '@mantine/core';
import { IconPencil, IconPercentage } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { RowMenu } from '@/shared/ui/RowMenu';
import { type VatRate, vatRatesQuery } from './api';

const VatRateDrawer = lazy(() =>
  import('./VatRateDrawer').then((module) => ({ default: module.VatRateDrawer })),
);

/** The rates of the law with their days; of one kind only one holds on a day. */
export function VatRates({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  const list = useQuery(vatRatesQuery);
  const writes = useCan()('products.write');
  const [opened, setOpened] = useState<VatRate | 'new' | null>(null);
  return (
    <DictionaryPage
      title={t('products.title')}
      query={list}
      bar={tabs}
      create={writes ? { label: t('vat.create'), onClick: () => setOpened('new') } : undefined}
      empty={{ icon: IconPercentage, title: t('products.noRates'), hint: t('products.noRatesHint') }}
      table={(rates) => (
        <table className={d.table} aria-label={t('products.part.vat')}>
          <thead>
            <tr>
              <th>{t('products.rate')}</th>
              <th>{t('products.rateKind')}</th>
              <th>{t('products.since')}</th>
              <th>{t('products.until')}</th>
              {writes && <th aria-label={t('ui.edit')} />}
            </tr>
          </thead>
          <tbody>
            {rates.map((rate) => (
              <Row key={rate.name} rate={rate} onEdit={writes ? () => setOpened(rate) : undefined} />
            ))}
          </tbody>
        </table>
      )}
    >
      <Suspense>
        {opened && (
          <VatRateDrawer rate={opened === 'new' ? undefined : opened} onClose={() => setOpened(null)} />
        )}
      </Suspense>
    </DictionaryPage>
  );
}

function Row({ rate, onEdit }: { rate: VatRate; onEdit?: () => void }) {
  const { t } = useTranslation();
  return (
    <tr className={d.row}>
      <td>
        {onEdit ? (
          <button type="button" className={d.name} onClick={onEdit}>
            {rate.display_name}
          </button>
        ) : (
          rate.display_name
        )}
      </td>
      <td>{rate.kind && t(`enums.VatRate.Kind.${rate.kind}`)}</td>
      <td className="num">{rate.from_date ? date(rate.from_date) : '—'}</td>
      <td className="num">{rate.to_date ? date(rate.to_date) : '—'}</td>
      {onEdit && (
        <td className={d.menu}>
          <RowMenu label={t('vat.actions', { name: rate.display_name })}>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
              {t('ui.edit')}
            </Menu.Item>
          </RowMenu>
        </td>
      )}
    </tr>
  );
}
