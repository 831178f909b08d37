import { Select, Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { todayIn } from '@/shared/lib/dates';
import { useSegments } from '@/shared/session/directory';
import { useProfile } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { moniesShort } from '../format';
import type { DealSearch } from '../search';
import { type LossReport, type LossRow, lossesQuery } from './api';
import { Drill } from './Drill';
import { monthName, perMille } from './numbers';
import { daysOf, daysOfMonth, PERIODS } from './periods';
import s from './Report.module.css';

/** How losses are looked at, and what finds the deals of a row in the table. */
const WAYS = {
  reasons: (key) => ({ loss_reason: key }),
  stages: (key) => ({ stage: key }),
  managers: (key) => ({ owner: [key] }),
  products: (key) => ({ product: key }),
  segments: (key) => ({ segment: key }),
  months: daysOfMonth,
} satisfies Record<string, (key: string) => DealSearch>;
type Way = keyof typeof WAYS;
const ALL_TIMES = 'all';

interface Props {
  /** Format: funnels/{funnel} */
  funnel: string;
  /** With the funnel's id in it. */
  search: DealSearch;
  onChange: (patch: Partial<DealSearch>) => void;
}

/** Where deals are lost, for what, by whom, of what, and when. */
export function Losses({ funnel, search, onChange }: Props) {
  const { t } = useTranslation();
  const { tenant } = useProfile();
  const way: Way = search.losses && search.losses in WAYS ? (search.losses as Way) : 'reasons';
  const days = daysOf(search.period, todayIn(tenant.time_zone));
  const report = useQuery({
    ...lossesQuery(funnel, search, days),
    placeholderData: keepPreviousData,
  });
  return (
    <section className="card" aria-labelledby="losses-report" aria-busy={report.isFetching}>
      <header className={s.head}>
        <h2 id="losses-report">{t('deals.report.losses')}</h2>
        {report.data && (
          <>
            <span>{t('deals.report.lost', { count: report.data.lost })}</span>
            <b>{moniesShort(report.data.amounts)}</b>
          </>
        )}
        <span className={s.choices}>
          <Select
            aria-label={t('deals.report.lossesBy')}
            allowDeselect={false}
            w={190}
            value={way}
            data={(Object.keys(WAYS) as Way[]).map((value) => ({
              value,
              label: t(`deals.report.by.${value}`),
            }))}
            onChange={(losses) => onChange({ losses: losses ?? undefined })}
          />
          <Select
            aria-label={t('deals.report.period')}
            allowDeselect={false}
            w={170}
            value={search.period ?? ALL_TIMES}
            data={[ALL_TIMES, ...PERIODS].map((value) => ({
              value,
              label: t(`deals.report.periods.${value}`),
            }))}
            onChange={(period) => onChange({ period: period && period !== ALL_TIMES ? period : undefined })}
          />
        </span>
      </header>
      {report.data ? (
        <Rows way={way} report={report.data} search={{ ...search, ...days }} />
      ) : report.error ? (
        <ErrorState error={report.error} retry={() => void report.refetch()} />
      ) : (
        <Skeleton h={160} m={16} />
      )}
    </section>
  );
}

function Rows({ way, report, search }: { way: Way; report: LossReport; search: DealSearch }) {
  const { t } = useTranslation();
  const titleOf = useTitleOf(way);
  const rows = report[way];
  const most = Math.max(...rows.map((row) => row.share), 1);
  if (rows.every((row) => !row.count)) return <p className={s.nothing}>{t('deals.report.noLosses')}</p>;
  const { funnel, owner, org_unit, closed_from, closed_to } = search;
  const found = { funnel, owner, org_unit, closed_from, closed_to, state: 'LOST' };
  return (
    <table className={s.funnel}>
      <thead>
        <tr>
          <th>{t(`deals.report.by.${way}`)}</th>
          <th>{t('deals.report.share')}</th>
          <th>{t('deals.report.deals')}</th>
          <th>{t('fields.deals.amount')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{titleOf(row)}</th>
            <td className={s.barCell}>
              <span className={s.lostBar} style={{ width: `${(100 * row.share) / most}%` }} />
              <span className="num">{t('deals.percent', { percent: perMille(row.share) })}</span>
            </td>
            <td className="num">
              <Drill of={titleOf(row)} number={row.count} search={{ ...found, ...WAYS[way](row.key) }} />
            </td>
            <td className="num">{moniesShort(row.amounts)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function useTitleOf(way: Way): (row: LossRow) => string {
  const { t } = useTranslation();
  const segments = useSegments();
  return (row) => {
    if (way === 'months') return monthName(row.key);
    if (way === 'segments') return segments.get(row.key)?.display_name ?? '…';
    return row.display_name || (way === 'stages' ? t('deals.noStage') : '—');
  };
}
