import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeWork } from '@/features/works/api';
import { useLiveWorks } from '@/features/works/useLiveWorks';
import { date } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { toastDone, toastError, toastUndo } from '@/shared/ui/toast';
import { deleteSeries, seriesListQuery, undeleteSeries, type WorkSeries } from './api';
import { ruleWords } from './rule';
import s from './Series.module.css';

const STATES = ['OPEN', 'ENDED'] as const;
type State = (typeof STATES)[number];

/** What repeats, how, and by whom it is done. */
export function SeriesPage() {
  const can = useCan();
  return can('works.read') ? <All /> : <NoRight permission="works.read" />;
}

function All() {
  const { t } = useTranslation();
  const [state, setState] = useState<State>('OPEN');
  useLiveWorks();
  return (
    <div className="page">
      <PageHead title={t('series.title')}>
        <Button variant="default" renderRoot={(props) => <Link to="/works" {...props} />}>
          {t('series.toWorks')}
        </Button>
      </PageHead>
      <div className={s.filters}>
        <SegmentedControl
          aria-label={t('series.states')}
          value={state}
          onChange={(next) => setState(next as State)}
          data={STATES.map((value) => ({ value, label: t(`series.state.${value}`) }))}
        />
      </div>
      <List state={state} />
    </div>
  );
}

function List({ state }: { state: State }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(seriesListQuery(state));
  const all = found.data?.pages.flatMap((page) => page.work_series) ?? [];
  if (found.isPending) return <Skeleton h={220} m={20} radius={12} />;
  if (found.isError && all.length === 0)
    return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  if (all.length === 0)
    return (
      <EmptyState icon={IconRepeat} title={t(`series.nothing.${state}`)} hint={t('series.nothingHint')} />
    );
  return (
    <div className={s.list}>
      <ul className={`card ${s.rows}`} aria-label={t('series.title')}>
        {all.map((each) => (
          <Row key={each.name} series={each} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          variant="subtle"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('series.loadMore')}
        </Button>
      )}
    </div>
  );
}

function Row({ series }: { series: WorkSeries }) {
  const { t, i18n } = useTranslation();
  const { work } = series;
  const title = work?.display_name ?? '';
  const about = work?.subject_display_name || work?.counterparty_display_name;
  const words = ruleWords(t, i18n.language, series, work?.when?.start_date ?? '');
  return (
    <li className={s.row}>
      <span className={s.what}>
        <b>{title}</b>
        <span className={s.about}>{[words, about].filter(Boolean).join(' · ')}</span>
      </span>
      <span className={s.who}>{series.owner_display_name || t('works.nobody')}</span>
      <span className={`num ${s.made}`}>
        {series.made_until_date && t('series.madeUntil', { date: date(series.made_until_date) })}
      </span>
      {series.state === 'OPEN' && <EndButton name={series.name} title={title} />}
    </li>
  );
}

/** Nothing is asked before, as it can be taken back. */
function EndButton({ name, title }: { name: string; title: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const end = useChangeWork(deleteSeries);
  const back = useChangeWork(undeleteSeries);
  const undo = () =>
    back.mutate(name, {
      onError: toastError,
      onSuccess: () => toastDone(t('series.back', { work: title })),
    });
  if (!can('works.update')) return null;
  return (
    <Button
      variant="default"
      size="xs"
      loading={end.isPending}
      aria-label={`${t('series.end')}: ${title}`}
      onClick={() =>
        end.mutate(name, {
          onError: toastError,
          onSuccess: () => toastUndo(t('series.ended', { work: title }), undo, name),
        })
      }
    >
      {t('series.end')}
    </Button>
  );
}
