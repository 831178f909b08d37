import { Button, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { workingDaysQuery } from '@/features/workCalendars';
import { NewWork } from '@/features/works/forms';
import { useLiveWorks } from '@/features/works/useLiveWorks';
import { useZone } from '@/features/works/useZone';
import { onDay, type WhenDraft } from '@/features/works/when';
import { daysLater, todayIn } from '@/shared/lib/dates';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { PersonPicker } from '@/shared/ui/fields/pickers';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { type CalendarWorks, calendarQuery } from '../api';
import { daysOf, spanOf, VIEWS, type View } from '../dates';
import { clock } from '../moving';
import { DayNav } from '../parts/DayNav';
import { useWorkPeek } from '../parts/useWorkPeek';
import type { CalendarSearch } from '../search';
import { useMoves } from '../useMoves';
import { Agenda } from './Agenda';
import s from './Calendar.module.css';
import type { GridProps } from './grid';
import { MonthGrid } from './MonthGrid';
import { TimeGrid } from './TimeGrid';

const MONTH_CARDS = 4;

/** One person's works by days and hours. */
export function CalendarPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('nav.calendar'));
  if (!can('works.read')) return <NoRight permission="works.read" />;
  return <Calendar />;
}

function Calendar() {
  const { t } = useTranslation();
  const can = useCan();
  const zone = useZone();
  const navigate = useNavigate();
  const narrow = useMediaQuery('(max-width: 820px)', undefined, { getInitialValueInEffect: false });
  const search = useSearch({ from: '/calendar' });
  const today = todayIn(zone);
  const view: View = search.view ?? (narrow ? 'day' : 'week');
  const day = search.day ?? today;
  const span = spanOf(view, day);
  const [adding, setAdding] = useState<WhenDraft | null>(null);
  const { open, peek } = useWorkPeek(zone);
  const move = useMoves(zone);
  const list = useQuery(calendarQuery(span, search.user ?? '', view === 'month' ? MONTH_CARDS : 0));
  const around = { start_date: daysLater(span.start_date, -1), end_date: daysLater(span.end_date, 1) };
  const working = useQuery(workingDaysQuery({ ...around, user: search.user })).data;
  useLiveWorks();
  const go = (patch: CalendarSearch) =>
    void navigate({ to: '/calendar', search: { ...search, ...patch }, replace: true });
  const works = list.data?.works ?? [];
  const grid = {
    works,
    days: daysOf(span),
    working,
    zone,
    today,
    writes: can('works.update'),
    onOpen: open,
    onMove: move,
    onAdd: (date: string, minute?: number) => {
      if (!can('works.create')) return;
      const timed = minute === undefined ? {} : { kind: 'EXACT' as const, time: clock(minute) };
      setAdding({ ...onDay(date), ...timed });
    },
  };
  return (
    <div className={s.page}>
      <PageHead
        title={t('planner.calendar')}
        aside={<DayNav view={view} day={day} today={today} onChange={(next) => go({ day: next })} />}
      >
        {can('users.read') && (
          <div className={s.whose}>
            <PersonPicker
              aria-label={t('planner.whose')}
              placeholder={t('planner.mine')}
              value={search.user ?? ''}
              onChange={(user) => go({ user: user || undefined })}
            />
          </div>
        )}
        <SegmentedControl
          aria-label={t('planner.view')}
          value={view}
          onChange={(next) => go({ view: next as View })}
          data={VIEWS.map((value) => ({ value, label: t(`planner.views.${value}`) }))}
        />
        {can('works.create') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(onDay(day))}>
            {t('planner.newWork')}
          </Button>
        )}
      </PageHead>
      {list.error && list.data && <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />}
      {list.data?.capped && <p className={s.capped}>{t('planner.capped')}</p>}
      {list.isPending ? (
        <PageSkeleton />
      ) : list.data ? (
        <div className={s.frame} aria-busy={list.isPlaceholderData}>
          <Shown
            {...grid}
            view={view}
            month={day}
            more={list.data.more}
            onDay={(next) => go({ view: 'day', day: next })}
          />
        </div>
      ) : (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      )}
      {peek}
      <Suspense>{adding && <NewWork from={{ when: adding }} onClose={() => setAdding(null)} />}</Suspense>
    </div>
  );
}

interface ShownProps extends GridProps {
  view: View;
  month: string;
  more: CalendarWorks['more'];
  onDay: (day: string) => void;
}

function Shown({ view, month, more, onDay: openDay, ...grid }: ShownProps) {
  if (view === 'month') return <MonthGrid {...grid} month={month} more={more} onDay={openDay} />;
  if (view === 'agenda') return <Agenda {...grid} />;
  return <TimeGrid key={view} {...grid} onDay={openDay} />;
}
