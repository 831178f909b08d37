import { Button, NativeSelect, NumberInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actionsQuery } from '@/features/works/api';
import { daysLater } from '@/shared/lib/dates';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { PersonPicker } from '@/shared/ui/fields/pickers';
import notice from '@/shared/ui/Notice.module.css';
import { toastDone } from '@/shared/ui/toast';
import { createPlan, deletePlan, type Period, updatePlan, useChangePlans, type WorkPlan } from './api';

interface Props {
  plan?: WorkPlan;
  /** A day of the period that is looked at. */
  day: string;
  onClose: () => void;
}

const firstOf = (period: Period, day: string) =>
  period === 'MONTH'
    ? `${day.slice(0, 8)}01`
    : daysLater(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

/** A new plan says for whom, when and of what; later only its numbers change. */
export function PlanDrawer({ plan, day, onClose }: Props) {
  const { t } = useTranslation();
  const [user, setUser] = useState(plan?.user ?? '');
  const [period, setPeriod] = useState<Period>('MONTH');
  const [action, setAction] = useState('');
  const [works, setWorks] = useState(plan?.works ?? 0);
  const [percent, setPercent] = useState(plan?.plus_percent ?? 0);
  const { data: actions = [] } = useQuery(actionsQuery);
  const create = useChangePlans(createPlan);
  const update = useChangePlans(updatePlan);
  const remove = useChangePlans(deletePlan);
  const error = create.error ?? update.error ?? remove.error;
  const errors = fieldErrors(error);
  const of = (field: string) => errors[`work_plan.${field}`] ?? errors[field];
  const saved = {
    onSuccess: () => {
      toastDone(t('ui.saved'));
      onClose();
    },
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const numbers = { works, plus_percent: percent };
    if (plan) return update.mutate({ name: plan.name, etag: plan.etag, ...numbers }, saved);
    create.mutate({ user, period, start_date: firstOf(period, day), action, ...numbers }, saved);
  };
  return (
    <FormDrawer
      noValidate
      size={420}
      title={plan ? t('workPlans.editing', { user: plan.user_display_name }) : t('workPlans.new')}
      action={t('ui.save')}
      saving={create.isPending || update.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {error && Object.keys(errors).length === 0 && (
        <div className={notice.error} role="alert">
          {errorText(error)}
        </div>
      )}
      {!plan && (
        <>
          <PersonPicker
            autoFocus
            label={t('workPlans.user')}
            value={user}
            error={of('user')}
            onChange={setUser}
          />
          <NativeSelect
            label={t('workPlans.period')}
            value={period}
            error={of('start_date')}
            data={(['MONTH', 'WEEK'] as const).map((value) => ({
              value,
              label: t(`workPlans.periods.${value}`),
            }))}
            onChange={(event) => setPeriod(event.currentTarget.value as Period)}
          />
          <NativeSelect
            label={t('works.action')}
            value={action}
            error={of('action')}
            data={[
              { value: '', label: t('workPlans.anyAction') },
              ...actions
                .filter((each) => !each.archived)
                .map(({ name, display_name }) => ({ value: name, label: display_name })),
            ]}
            onChange={(event) => setAction(event.currentTarget.value)}
          />
        </>
      )}
      <NumberInput
        label={t('workPlans.worksPlan')}
        min={0}
        max={10_000}
        value={works || ''}
        error={of('works')}
        onChange={(value) => setWorks(Number(value) || 0)}
      />
      <NumberInput
        label={t('workPlans.plusPlan')}
        min={0}
        max={100}
        value={percent || ''}
        error={of('plus_percent')}
        onChange={(value) => setPercent(Number(value) || 0)}
      />
      {plan && (
        <Button
          variant="subtle"
          color="red"
          leftSection={<IconTrash size={16} />}
          loading={remove.isPending}
          onClick={() => remove.mutate(plan.name, { onSuccess: onClose })}
        >
          {t('workPlans.delete')}
        </Button>
      )}
    </FormDrawer>
  );
}
