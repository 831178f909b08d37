import { Select, Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { count } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { funnelsQuery } from '../api';
import { DealFilters } from '../DealFilters';
import { moniesShort } from '../format';
import type { DealSearch } from '../search';
import { Views } from '../Views';
import { type ForecastReport, type FunnelReport, forecastQuery, funnelReportQuery } from './api';
import { Drill } from './Drill';
import { Losses } from './Losses';
import { monthName, perMille } from './numbers';
import s from './Report.module.css';

export function ReportPage() {
  const can = useCan();
  if (!can('deals.read')) return <NoRight permission="deals.read" />;
  return <Report />;
}

function Report() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/deals/report' });
  const navigate = useNavigate();
  const { data: funnels = [] } = useQuery(funnelsQuery);
  const chosen =
    funnels.find((each) => idOf(each.name) === search.funnel) ?? funnels.find((each) => each.default);
  const report = useQuery({
    ...funnelReportQuery(chosen?.name ?? '', search),
    enabled: Boolean(chosen),
    placeholderData: keepPreviousData,
  });
  const forecast = useQuery({
    ...forecastQuery(chosen?.name ?? '', search),
    enabled: Boolean(chosen),
    placeholderData: keepPreviousData,
  });
  const go = (next: DealSearch) => void navigate({ to: '/deals/report', search: next, replace: true });
  // What numbers lead to is of the same funnel and people.
  const here = { funnel: chosen && idOf(chosen.name), owner: search.owner, org_unit: search.org_unit };
  const failed = report.error ?? forecast.error;
  return (
    <div className={s.page}>
      <PageHead title={t('deals.title')}>
        <Views view="report" search={search} />
        {funnels.length > 1 && (
          <Select
            aria-label={t('deals.funnel')}
            allowDeselect={false}
            w={210}
            value={chosen ? idOf(chosen.name) : null}
            data={funnels.map((each) => ({ value: idOf(each.name), label: each.display_name }))}
            onChange={(funnel) => funnel && go({ ...search, funnel })}
          />
        )}
      </PageHead>
      <DealFilters peopleOnly search={search} onChange={(patch) => go({ ...search, ...patch })} />
      {failed && !report.data ? (
        <ErrorState error={failed} retry={() => void Promise.all([report.refetch(), forecast.refetch()])} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keys must reach it
        <div className={s.body} tabIndex={0} aria-busy={report.isFetching}>
          {report.data ? <Funnel report={report.data} search={here} /> : <Skeleton h={320} radius={12} />}
          {chosen && (
            <Losses
              funnel={chosen.name}
              search={{ ...here, losses: search.losses, period: search.period }}
              onChange={(patch) => go({ ...search, ...patch })}
            />
          )}
          {forecast.data ? <Forecast report={forecast.data} /> : <Skeleton h={200} radius={12} />}
          {report.data && report.data.managers.length > 0 && <Managers report={report.data} search={here} />}
        </div>
      )}
    </div>
  );
}

/** How many came to each stage, went on, and were lost there. */
function Funnel({ report, search }: { report: FunnelReport; search: DealSearch }) {
  const { t } = useTranslation();
  const most = Math.max(...report.stages.map((stage) => Number(stage.reached)), 1);
  return (
    <section className="card" aria-labelledby="funnel-report">
      <header className={s.head}>
        <h2 id="funnel-report">{t('deals.report.funnel')}</h2>
        <span>{t('deals.report.won', { count: Number(report.won) })}</span>
        <span>{t('deals.report.lost', { count: Number(report.lost) })}</span>
        <b>{t('deals.report.winRate', { percent: perMille(report.win_rate) })}</b>
      </header>
      <table className={s.funnel}>
        <thead>
          <tr>
            <th>{t('fields.deals.stage')}</th>
            <th>{t('deals.report.reached')}</th>
            <th>{t('deals.report.conversion')}</th>
            <th>{t('deals.report.lostHere')}</th>
            <th>{t('deals.report.open')}</th>
            <th>{t('fields.deals.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {report.stages.map((stage) => (
            <tr key={stage.stage}>
              <th scope="row">{stage.display_name || t('deals.noStage')}</th>
              <td className={s.barCell}>
                <span className={s.bar} style={{ width: `${(100 * Number(stage.reached)) / most}%` }} />
                <span className="num">{count(Number(stage.reached))}</span>
              </td>
              <td className="num">{t('deals.percent', { percent: perMille(stage.conversion) })}</td>
              <td className="num" data-bad={Number(stage.lost) > 0 || undefined}>
                <Drill
                  of={`${stage.display_name}, ${t('deals.report.lostHere')}`}
                  number={stage.lost}
                  search={{ ...search, state: 'LOST', stage: stage.stage }}
                />
              </td>
              <td className="num">
                <Drill
                  of={`${stage.display_name}, ${t('deals.report.open')}`}
                  number={stage.open}
                  search={{ ...search, state: 'OPEN', stage: stage.stage }}
                />
              </td>
              <td className="num">{moniesShort(stage.amounts)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What open deals are expected to bring, month by month. */
function Forecast({ report }: { report: ForecastReport }) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-labelledby="forecast-report">
      <header className={s.head}>
        <h2 id="forecast-report">{t('deals.report.forecast')}</h2>
      </header>
      {report.months.length === 0 ? (
        <p className={s.nothing}>{t('deals.nothing')}</p>
      ) : (
        <table className={s.funnel}>
          <thead>
            <tr>
              <th>{t('deals.report.month')}</th>
              <th>{t('deals.report.deals')}</th>
              <th>{t('fields.deals.amount')}</th>
              <th>{t('fields.deals.weighted_amount')}</th>
              <th>{t('deals.report.wonAmount')}</th>
            </tr>
          </thead>
          <tbody>
            {report.months.map((month) => (
              <tr key={month.month}>
                <th scope="row">{month.month ? monthName(month.month) : t('deals.report.noDate')}</th>
                <td className="num">{count(Number(month.count))}</td>
                <td className="num">{moniesShort(month.amounts)}</td>
                <td className="num">{moniesShort(month.weighted_amounts)}</td>
                <td className="num">{moniesShort(month.won_amounts)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Managers({ report, search }: { report: FunnelReport; search: DealSearch }) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-labelledby="managers-report">
      <header className={s.head}>
        <h2 id="managers-report">{t('deals.report.managers')}</h2>
      </header>
      <table className={s.funnel}>
        <thead>
          <tr>
            <th>{t('fields.deals.owner')}</th>
            <th>{t('deals.report.open')}</th>
            <th>{t('deals.report.wonShort')}</th>
            <th>{t('deals.report.lostShort')}</th>
            <th>{t('deals.report.wonAmount')}</th>
          </tr>
        </thead>
        <tbody>
          {report.managers.map((manager) => (
            <tr key={manager.owner}>
              <th scope="row">{manager.owner_display_name || '—'}</th>
              {(['open', 'won', 'lost'] as const).map((state) => (
                <td key={state} className="num">
                  <Drill
                    of={`${manager.owner_display_name}, ${t(`enums.Deal.State.${state.toUpperCase()}`)}`}
                    number={manager[state]}
                    search={{ ...search, owner: [manager.owner], state: state.toUpperCase() }}
                  />
                </td>
              ))}
              <td className="num">{moniesShort(manager.won_amounts)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
