import { ActionIcon, Button, Group, Skeleton, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPlus, IconTargetArrow } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { longMonth } from '@/features/planning/dates';
import { actionsQuery } from '@/features/works/api';
import { useLiveWorks } from '@/features/works/useLiveWorks';
import { useZone } from '@/features/works/useZone';
import { daysLater, todayIn } from '@/shared/lib/dates';
import { date } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { plansQuery, type WorkPlan } from './api';
import { PlanDrawer } from './PlanDrawer';
import s from './Plans.module.css';

export function PlansPage() {
  const can = useCan();
  return can('works.read') ? <Plans /> : <NoRight permission="works.read" />;
}

const firstOfMonth = (day: string) => `${day.slice(0, 8)}01`;

function Plans() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const today = todayIn(useZone());
  const [day, setDay] = useState(today);
  const [editing, setEditing] = useState<WorkPlan | 'new' | null>(null);
  const plans = useQuery({ ...plansQuery(day), refetchInterval: 30_000 });
  useLiveWorks();
  const go = (days: number) => {
    const next = firstOfMonth(daysLater(firstOfMonth(day), days));
    setDay(firstOfMonth(today) === next ? today : next);
  };
  return (
    <div className="page">
      <PageHead title={t('workPlans.title')}>
        {can('work_plans.write') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
            {t('workPlans.create')}
          </Button>
        )}
      </PageHead>
      <Group gap={6} className={s.period}>
        {(
          [
            [-1, 'workPlans.before', IconChevronLeft],
            [31, 'workPlans.after', IconChevronRight],
          ] as const
        ).map(([days, key, Icon], at) => (
          <Tooltip key={key} label={t(key)}>
            <ActionIcon
              variant="default"
              size={32}
              aria-label={t(key)}
              style={{ order: at * 2 }}
              onClick={() => go(days)}
            >
              <Icon size={16} />
            </ActionIcon>
          </Tooltip>
        ))}
        <span className={s.month} style={{ order: 1 }} aria-live="polite">
          {longMonth(i18n.language, day)}
        </span>
      </Group>
      {plans.isPending && <Skeleton h={240} m={20} radius={12} />}
      {plans.isError && !plans.data && <ErrorState error={plans.error} retry={() => void plans.refetch()} />}
      {plans.data?.length === 0 && (
        <EmptyState icon={IconTargetArrow} title={t('workPlans.nothing')} hint={t('workPlans.nothingHint')} />
      )}
      {plans.data && plans.data.length > 0 && (
        <Table plans={plans.data} onEdit={can('work_plans.write') ? setEditing : undefined} />
      )}
      {editing && (
        <PlanDrawer
          plan={editing === 'new' ? undefined : editing}
          day={day}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}

function Table({ plans, onEdit }: { plans: WorkPlan[]; onEdit?: (plan: WorkPlan) => void }) {
  const { t } = useTranslation();
  const { data: actions = [] } = useQuery(actionsQuery);
  const named = (plan: WorkPlan) =>
    actions.find(({ name }) => name === plan.action)?.display_name ?? t('workPlans.anyAction');
  const order = (plan: WorkPlan) => `${plan.user_display_name}|${plan.period}|${named(plan)}`;
  const rows = [...plans].sort((a, b) => order(a).localeCompare(order(b)));
  return (
    <div className={s.scroll}>
      <table className={s.table} aria-label={t('workPlans.title')}>
        <thead>
          <tr>
            <th scope="col">{t('workPlans.user')}</th>
            <th scope="col">{t('workPlans.period')}</th>
            <th scope="col">{t('works.action')}</th>
            <th scope="col">{t('workPlans.works')}</th>
            <th scope="col">{t('workPlans.plusPercent')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((plan, at) => (
            <tr key={plan.name}>
              <td>{rows[at - 1]?.user === plan.user ? '' : plan.user_display_name}</td>
              <td>
                {t(`workPlans.periods.${plan.period}`)}
                {plan.period === 'WEEK' && plan.start_date ? `, ${date(plan.start_date)}` : ''}
              </td>
              <td>
                {onEdit ? (
                  <button type="button" className={`link ${s.open}`} onClick={() => onEdit(plan)}>
                    {named(plan)}
                  </button>
                ) : (
                  named(plan)
                )}
              </td>
              <td>
                <Progress fact={plan.done_works} plan={plan.works} label={named(plan)} />
              </td>
              <td>
                <Progress
                  fact={plan.done_works ? Math.round((plan.plus_works / plan.done_works) * 100) : 0}
                  plan={plan.plus_percent}
                  label={t('workPlans.plusPercent')}
                  unit=" %"
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ProgressProps {
  fact: number;
  /** Nothing is planned of it, if 0. */
  plan: number;
  label: string;
  unit?: string;
}

function Progress({ fact, plan, label, unit = '' }: ProgressProps) {
  const { t } = useTranslation();
  if (!plan)
    return (
      <span className={s.fact}>
        {fact}
        {unit}
      </span>
    );
  const percent = Math.min(100, Math.round((fact / plan) * 100));
  return (
    <span
      className={s.progress}
      role="img"
      aria-label={`${label}: ${t('workPlans.of', { fact, plan })}${unit}`}
    >
      <span className="num" aria-hidden>
        {fact} / {plan}
        {unit}
      </span>
      <span className={s.bar}>
        <span data-done={fact >= plan || undefined} style={{ width: `${percent}%` }} />
      </span>
    </span>
  );
}
