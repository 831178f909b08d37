import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { money } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { agreementNameQuery, type Deal, priceListsQuery } from './api';
import s from './Lines.module.css';
import { sumsOf, whenText } from './schedule';

/** What was agreed on: the agreement, the prices, the delivery, and what is paid when. */
export function ShownTerms({ deal }: { deal: Deal }) {
  const { t } = useTranslation();
  const reads = useCan()('agreements.read');
  const { data: lists = [] } = useQuery(priceListsQuery);
  const agreement = useQuery({
    ...agreementNameQuery(deal.agreement),
    enabled: reads && Boolean(deal.agreement),
  }).data;
  const total = deal.gross_total ?? deal.amount;
  const sums = total ? sumsOf(deal.payment_schedule, total) : [];
  return (
    <>
      <dl className={s.known}>
        {deal.agreement && reads && (
          <div>
            <dt>{t('lines.agreement')}</dt>
            <dd>
              <Link className="link" to="/agreements/$id" params={{ id: idOf(deal.agreement) }}>
                {agreement ?? '…'}
              </Link>
            </dd>
          </div>
        )}
        {deal.price_list && (
          <div>
            <dt>{t('lines.priceList')}</dt>
            <dd>{lists.find(({ name }) => name === deal.price_list)?.display_name ?? '…'}</dd>
          </div>
        )}
        {deal.delivery_days > 0 && (
          <div>
            <dt>{t('lines.delivery')}</dt>
            <dd>{t('lines.days', { count: deal.delivery_days })}</dd>
          </div>
        )}
      </dl>
      {deal.payment_schedule.length > 0 && (
        <table className={s.schedule}>
          <caption>{t('schedule.title')}</caption>
          <tbody>
            {deal.payment_schedule.map((part, at) => (
              <tr key={at}>
                <td className={s.number}>{t('lines.percent', { percent: part.percent })}</td>
                <td>{whenText(t, part)}</td>
                <td className={s.number}>{sums[at] && money(sums[at])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
