import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { date } from '@/shared/lib/format';
import { type Deal, lossReasonsQuery } from '../api';
import s from '../Deal.module.css';
import { qualificationRows } from '../qualification/model';
import w from './Work.module.css';

export const DATES = ['offer_date', 'contract_date', 'shipment_date'] as const;
export const TEXTS = [
  ...(['interest', 'offer_result', 'next_step', 'contract_number'] as const),
  ...(['source', 'campaign', 'comment'] as const),
];

/** What people wrote about a deal; what nobody wrote is left out. */
export function Details({ deal, onEdit }: { deal: Deal; onEdit?: () => void }) {
  const { t, i18n } = useTranslation();
  const rows: [string, string][] = [
    ...TEXTS.map((key): [string, string] => [key, deal[key]]),
    ...DATES.map((key): [string, string] => [key, deal[key] ? date(deal[key]) : '']),
    ['delivery_days', deal.delivery_days ? t('deals.days', { count: deal.delivery_days }) : ''],
    ['loss_reason', useLossReason(deal)],
    ['loss_comment', deal.loss_comment],
  ];
  const filled = rows.filter(([, value]) => value !== '');
  const known = qualificationRows(t, i18n.language, deal.qualification);
  return (
    <>
      {filled.length + known.length === 0 && <p className={s.nothing}>{t('deals.noDetails')}</p>}
      {filled.length > 0 && (
        <dl className={s.list}>
          {filled.map(([key, value]) => (
            <div key={key} className={s.row}>
              <dt>{t(`fields.deals.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {known.length > 0 && (
        <section className={s.group} aria-label={t('qualification.title')}>
          <h2 className={w.heading}>{t('qualification.title')}</h2>
          <dl className={s.list}>
            {known.map(([key, value]) => (
              <div key={key} className={s.row}>
                <dt>{t(`qualification.${key}`)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {onEdit && (
        <Button variant="default" leftSection={<IconPencil size={15} />} onClick={onEdit}>
          {t('deals.edit')}
        </Button>
      )}
    </>
  );
}

function useLossReason({ loss_reason }: Deal): string {
  const { data = [] } = useQuery({ ...lossReasonsQuery, enabled: Boolean(loss_reason) });
  return data.find(({ name }) => name === loss_reason)?.display_name ?? '';
}
