import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NewWork } from '@/features/works/forms';
import { useLiveWorks } from '@/features/works/useLiveWorks';
import { useWorkActs } from '@/features/works/useWorkActs';
import { useZone } from '@/features/works/useZone';
import { useKeys } from '@/shared/lib/keys';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan, useProfile } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { Tag } from '@/shared/ui/Tag';
import { dayQuery, type MyDay } from '../api';
import { longDay } from '../dates';
import { OwnerName } from '../parts/OwnerName';
import { DayColumn } from './DayColumn';
import s from './MyDay.module.css';
import { WithoutWork } from './WithoutWork';

/** What is overdue, what today and tomorrow bring; each work is closed where it stands. */
export function MyDayPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('nav.myDay'));
  if (!can('works.read')) return <NoRight permission="works.read" />;
  return <Day />;
}

function Day() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const me = useProfile().user.name;
  const { user = '' } = useSearch({ from: '/my-day' });
  const [adding, setAdding] = useState(false);
  const day = useQuery(dayQuery(user === me ? '' : user));
  useLiveWorks();
  return (
    <div className={s.page}>
      <PageHead
        title={user && user !== me ? <OthersDay user={user} /> : t('planner.myDay')}
        aside={day.data && <Sums day={day.data} owner={user || me} language={i18n.language} />}
      >
        {can('works.create') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t('planner.newWork')}
          </Button>
        )}
      </PageHead>
      {day.error && day.data && <StaleBar time={day.dataUpdatedAt} retry={() => void day.refetch()} />}
      {day.data ? (
        <Columns key={user} day={day.data} />
      ) : day.error ? (
        <ErrorState error={day.error} retry={() => void day.refetch()} />
      ) : (
        <PageSkeleton />
      )}
      <Suspense>{adding && <NewWork onClose={() => setAdding(false)} />}</Suspense>
    </div>
  );
}

const OthersDay = ({ user }: { user: string }) => {
  const { t } = useTranslation();
  return (
    <>
      {t('planner.dayOf')} <OwnerName user={user} />
    </>
  );
};

function Sums({ day, owner, language }: { day: MyDay; owner: string; language: string }) {
  const { t } = useTranslation();
  const can = useCan();
  return (
    <span className={s.sums}>
      <span>{longDay(language, day.today_date ?? '')}</span>
      <Tag color="green" title={t('planner.closedPlus')}>
        + {day.plus}
      </Tag>
      <Tag color={day.minus > 0 ? 'red' : 'gray'} title={t('planner.closedMinus')}>
        − {day.minus}
      </Tag>
      {day.unprocessed_interactions > 0 && (
        <Link to="/interactions" search={{ owner: [owner] }}>
          <Tag color="orange">{t('planner.unprocessed', { count: day.unprocessed_interactions })}</Tag>
        </Link>
      )}
      {can('counterparties.read') && <WithoutWork owner={owner} />}
    </span>
  );
}

function Columns({ day }: { day: MyDay }) {
  const { t } = useTranslation();
  const can = useCan();
  const zone = useZone();
  const acts = useWorkActs();
  const today = day.today_date ?? '';
  const late = new Set(day.overdue.map(({ name }) => name));
  const todays = [...day.timed, ...day.any_time].filter(({ name }) => !late.has(name));
  const close = (sign: 'PLUS' | 'MINUS') => () => {
    const row = document.activeElement?.closest<HTMLElement>('[data-work]');
    if (row?.dataset.work && row.dataset.open) acts.close({ name: row.dataset.work }, sign);
  };
  const [plus, minus] = [close('PLUS'), close('MINUS')];
  useKeys(
    { Equal: plus, 'shift+Equal': plus, NumpadAdd: plus, Minus: minus, NumpadSubtract: minus },
    can('works.update'),
  );
  const common = { zone, today, acts };
  return (
    <div className={s.body}>
      {day.substituted.length > 0 && (
        <section className={`card ${s.absent}`} aria-label={t('planner.standingIn')}>
          <b>{t('planner.standingIn')}</b>
          {day.substituted.map((each) => (
            <Link key={each.user} to="/my-day" search={{ user: each.user }} className={s.away}>
              {each.display_name}
              {each.overdue > 0 && (
                <Tag color="red">{t('planner.overdueCount', { count: each.overdue })}</Tag>
              )}
              <Tag color="blue">{t('planner.todayCount', { count: each.today })}</Tag>
            </Link>
          ))}
        </section>
      )}
      <div className={s.columns}>
        <DayColumn
          {...common}
          title={t('planner.overdue')}
          tone="red"
          count={day.overdue_count}
          works={day.overdue}
          nothing={t('planner.noOverdue')}
        />
        <DayColumn
          {...common}
          title={t('planner.todays')}
          count={todays.length}
          done={todays.filter(({ state }) => state === 'DONE').length}
          works={todays}
          nothing={t('planner.noToday')}
        />
        <DayColumn
          {...common}
          title={t('planner.tomorrows')}
          count={day.tomorrow.length}
          works={day.tomorrow}
          nothing={t('planner.noTomorrow')}
        />
      </div>
      <p className={s.keys}>{t('planner.dayKeys')}</p>
      {acts.dialogs}
    </div>
  );
}
