import { Button, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReassignOf } from '@/features/mass';
import { actionsQuery } from '@/features/works/api';
import { NewWork } from '@/features/works/forms';
import { useLiveWorks } from '@/features/works/useLiveWorks';
import { useZone } from '@/features/works/useZone';
import { onDay } from '@/features/works/when';
import { todayIn } from '@/shared/lib/dates';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { FilterChip } from '@/shared/ui/FilterChip';
import { NoRight } from '@/shared/ui/NoRight';
import { OwnerChip, UnitChip } from '@/shared/ui/OwnerChip';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { type PlannerRow, plannerQuery } from '../api';
import { daysOf, spanOf } from '../dates';
import { DayNav } from '../parts/DayNav';
import { useWorkPeek } from '../parts/useWorkPeek';
import type { PlannerSearch } from '../search';
import { useMoves } from '../useMoves';
import { HourRows } from './HourRows';
import s from './Planner.module.css';
import { Pool } from './Pool';
import type { Rows } from './rows';
import { WeekRows } from './WeekRows';

const CARDS = { day: 50, week: 4 };

/** People and days: who is how busy, and what moves from one to another. */
export function PlannerPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('nav.planner'));
  if (!can('works.read')) return <NoRight permission="works.read" />;
  return <Planner />;
}

function Planner() {
  const { t } = useTranslation();
  const can = useCan();
  const zone = useZone();
  const navigate = useNavigate();
  const search = useSearch({ from: '/planner' });
  const narrow = useMediaQuery('(max-width: 820px)', undefined, { getInitialValueInEffect: false });
  const today = todayIn(zone);
  const day = search.day ?? today;
  // A phone shows one day: people below each other, their works below them.
  const view = narrow ? 'day' : (search.view ?? 'week');
  const span = spanOf(view, day);
  const [adding, setAdding] = useState<{ owner: string; day: string } | null>(null);
  const [handing, setHanding] = useState<PlannerRow | null>(null);
  const { open, peek } = useWorkPeek(zone);
  const move = useMoves(zone);
  const { users, org_unit, action } = search;
  const planner = useQuery(plannerQuery({ ...span, users, org_unit, action }, CARDS[view]));
  useLiveWorks();
  const go = (patch: PlannerSearch) =>
    void navigate({ to: '/planner', search: { ...search, ...patch }, replace: true });
  const grid = {
    days: daysOf(span),
    zone,
    today,
    writes: can('works.update'),
    onOpen: open,
    onMove: move,
    onAdd: can('works.create') ? (owner: string, date: string) => setAdding({ owner, day: date }) : undefined,
    onHandOver: can('works.assign') ? setHanding : undefined,
  };
  return (
    <div className={s.page}>
      <PageHead
        title={t('planner.planner')}
        aside={<DayNav view={view} day={day} today={today} onChange={(next) => go({ day: next })} />}
      >
        {!narrow && (
          <SegmentedControl
            aria-label={t('planner.view')}
            value={view}
            onChange={(next) => go({ view: next === 'day' ? 'day' : undefined })}
            data={(['day', 'week'] as const).map((value) => ({ value, label: t(`planner.views.${value}`) }))}
          />
        )}
        {can('works.create') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding({ owner: '', day })}>
            {t('planner.newWork')}
          </Button>
        )}
      </PageHead>
      <Filters search={search} onChange={go} />
      {planner.error && planner.data && (
        <StaleBar time={planner.dataUpdatedAt} retry={() => void planner.refetch()} />
      )}
      {planner.isPending ? (
        <PageSkeleton />
      ) : planner.data ? (
        <div className={s.frame} aria-busy={planner.isPlaceholderData}>
          <People {...grid} rows={planner.data.rows} view={view} flat={Boolean(narrow)} />
          <Pool {...grid} cards={planner.data.pool} count={planner.data.pool_count} />
        </div>
      ) : (
        <ErrorState error={planner.error} retry={() => void planner.refetch()} />
      )}
      {planner.data?.next_page_token && <p className={s.capped}>{t('planner.morePeople')}</p>}
      {peek}
      <Suspense>
        {adding && (
          <NewWork
            from={{ when: onDay(adding.day), ...(adding.owner ? { owner: adding.owner } : {}) }}
            onClose={() => setAdding(null)}
          />
        )}
        {handing && (
          <ReassignOf
            user={handing.user}
            display_name={handing.display_name}
            onClose={() => setHanding(null)}
          />
        )}
      </Suspense>
    </div>
  );
}

function People({ view, flat, ...grid }: Rows & { view: 'day' | 'week'; flat: boolean }) {
  const { t } = useTranslation();
  if (grid.rows.length === 0) {
    return (
      <EmptyState
        icon={IconUsersGroup}
        tone="gray"
        title={t('planner.nobodyHere')}
        hint={t('planner.nobodyHint')}
      />
    );
  }
  return view === 'week' || flat ? <WeekRows {...grid} flat={flat} /> : <HourRows {...grid} />;
}

const orNone = (values: string[]) => (values.length ? values : undefined);

function Filters({ search, onChange }: { search: PlannerSearch; onChange: (patch: PlannerSearch) => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const { data: actions = [] } = useQuery(actionsQuery);
  return (
    <search className={s.filters} aria-label={t('planner.filters')}>
      {can('users.read') && (
        <OwnerChip
          label={t('planner.people')}
          special={[]}
          value={search.users ?? []}
          onChange={(users) => onChange({ users: orNone(users) })}
        />
      )}
      {can('org_units.read') && (
        <UnitChip
          label={t('planner.unit')}
          value={search.org_unit}
          onChange={(org_unit) => onChange({ org_unit })}
        />
      )}
      <FilterChip
        label={t('planner.action')}
        options={actions.map(({ name, display_name }) => ({ value: name, label: display_name }))}
        value={search.action ?? []}
        onChange={(action) => onChange({ action: orNone(action) })}
      />
    </search>
  );
}
