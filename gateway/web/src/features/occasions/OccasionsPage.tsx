import { Button, SegmentedControl } from '@mantine/core';
import { IconCake } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { todayIn } from '@/shared/lib/dates';
import { dayMonth } from '@/shared/lib/format';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan, useProfile } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { occasionsQuery } from './api';
import { byDay, dayName, lastDay, PERIODS, type Period } from './model';
import { OccasionRow } from './OccasionRow';
import s from './Occasions.module.css';

/** On which days whom to congratulate. */
export function OccasionsPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('nav.occasions'));
  if (!can('counterparties.read')) return <NoRight permission="counterparties.read" />;
  return <Occasions />;
}

function Occasions() {
  const { t } = useTranslation();
  const { tenant } = useProfile();
  const { period: asked, whose } = useSearch({ from: '/occasions' });
  const navigate = useNavigate();
  const period: Period = asked && asked in PERIODS ? (asked as Period) : 'week';
  const mine = whose !== 'all';
  const today = todayIn(tenant.time_zone);
  const list = useInfiniteQuery(
    occasionsQuery({
      start_date: today,
      end_date: lastDay(today, period),
      owner: mine ? 'users/me' : undefined,
    }),
  );
  const set = (patch: { period?: string; whose?: string }) =>
    void navigate({
      to: '/occasions',
      search: (before: { period?: string; whose?: string }) => ({ ...before, ...patch }),
      replace: true,
    });
  const days = byDay(list.data?.pages.flatMap((page) => page.occasions) ?? []);
  return (
    <div className={s.page}>
      <PageHead title={t('occasions.title')}>
        <SegmentedControl
          aria-label={t('occasions.whose')}
          value={mine ? 'mine' : 'all'}
          onChange={(next) => set({ whose: next === 'all' ? 'all' : undefined })}
          data={[
            { value: 'mine', label: t('occasions.mine') },
            { value: 'all', label: t('occasions.all') },
          ]}
        />
        <SegmentedControl
          aria-label={t('occasions.period')}
          value={period}
          onChange={(next) => set({ period: next })}
          data={Object.keys(PERIODS).map((value) => ({ value, label: t(`occasions.periods.${value}`) }))}
        />
      </PageHead>
      {list.error && days.length > 0 && (
        <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />
      )}
      {list.isPending && <PageSkeleton />}
      {list.error && days.length === 0 && <ErrorState error={list.error} retry={() => void list.refetch()} />}
      {!list.isPending && !list.error && days.length === 0 && (
        <EmptyState
          icon={IconCake}
          tone="gray"
          title={t('occasions.empty')}
          hint={t(mine ? 'occasions.emptyMineHint' : 'occasions.emptyHint')}
        />
      )}
      <div className={s.days}>
        {days.map((day) => (
          <section key={day.date} className={`card ${s.day}`}>
            <h2 className={s.heading}>
              <DayHeading date={day.date} today={today} />
            </h2>
            <ul className={s.list}>
              {day.occasions.map((occasion) => (
                <OccasionRow
                  key={`${occasion.person} ${occasion.professional_holiday}`}
                  occasion={occasion}
                />
              ))}
            </ul>
          </section>
        ))}
        {list.hasNextPage && (
          <Button
            variant="subtle"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('occasions.more')}
          </Button>
        )}
      </div>
    </div>
  );
}

function DayHeading({ date, today }: { date: string; today: string }) {
  const { t } = useTranslation();
  const name = dayName(date, today);
  return (
    <>
      {name && <span className={s.near}>{t(`occasions.${name}`)}, </span>}
      {dayMonth(date)}
    </>
  );
}
