import { Loader } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/shared/lib/errors';
import { count, date } from '@/shared/lib/format';
import notice from '@/shared/ui/Notice.module.css';
import type { Preview } from './api';
import s from './Mass.module.css';

type Executor = Preview['executors'][number];
type Day = Executor['days'][number];
const MOST_SHOWN = 20;

/** How many works for whom, and how full that makes their days. */
export function LoadPreview({ preview }: { preview: UseQueryResult<Preview> }) {
  const { t } = useTranslation();
  const { data, error, isFetching } = preview;
  if (error)
    return (
      <div className={notice.error} role="alert">
        {errorText(error)}
      </div>
    );
  if (!data) return isFetching ? <Loader size="sm" aria-label={t('ui.loading')} /> : null;
  const conflicts = data.executors.flatMap(({ days }) => days).reduce((sum, day) => sum + day.conflicts, 0);
  return (
    <section className={s.preview} aria-label={t('mass.preview')} aria-busy={isFetching}>
      <p className={s.sums} role="status">
        <b>{t('mass.works', { count: data.works, shown: count(data.works) })}</b>
        {data.pool > 0 && <span>{t('mass.pool', { count: data.pool })}</span>}
        {data.planned_already > 0 && <span>{t('mass.already', { count: data.planned_already })}</span>}
        {conflicts > 0 && <span className={s.bad}>{t('mass.conflicts', { count: conflicts })}</span>}
      </p>
      {data.executors.length > 0 && (
        <ul className={s.executors}>
          {data.executors.slice(0, MOST_SHOWN).map((each) => (
            <Load key={each.user} executor={each} />
          ))}
        </ul>
      )}
      {data.executors.length > MOST_SHOWN && (
        <p className={s.hint}>{t('mass.moreExecutors', { count: data.executors.length - MOST_SHOWN })}</p>
      )}
    </section>
  );
}

function Load({ executor }: { executor: Executor }) {
  const { t } = useTranslation();
  return (
    <li className={s.executor}>
      <span className={s.who}>{executor.display_name}</span>
      <span className="num">{t('mass.works', { count: executor.works, shown: count(executor.works) })}</span>
      <span className={s.bars}>
        {executor.days.map((day) => (
          <Bar key={day.load_date} day={day} />
        ))}
      </span>
    </li>
  );
}

/** A day: what is planned already, and above it what is new; red beyond the working hours. */
function Bar({ day }: { day: Day }) {
  const { t } = useTranslation();
  const whole = Math.max(day.working_minutes, day.minutes_after, 1);
  const before = (day.minutes_before / whole) * 100;
  const added = ((day.minutes_after - day.minutes_before) / whole) * 100;
  const label = t('mass.day', {
    date: day.load_date ? date(day.load_date) : '',
    count: day.new_works,
    hours: (day.minutes_after / 60).toFixed(1).replace(/\.0$/, ''),
    of: Math.round(day.working_minutes / 60),
  });
  return (
    <span className={s.bar} role="img" aria-label={label} title={label}>
      <span
        className={s.added}
        data-over={day.minutes_after > day.working_minutes || undefined}
        style={{ height: `${added}%` }}
      />
      <span className={s.before} style={{ height: `${before}%` }} />
    </span>
  );
}
