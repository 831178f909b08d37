import { NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PersonPicker } from '@/shared/ui/fields/pickers';
import { actionsQuery } from '../api';
import { ScriptField } from '../form/ScriptField';
import s from '../Works.module.css';
import { before, type Step, WHO } from './template';

interface Props {
  step: Step;
  steps: readonly Step[];
  at: number;
  errors: Record<string, string>;
  onChange: (patch: Partial<Step>) => void;
}

/** One work of a campaign: what it is, and after what, when and by whom it is done. */
export function StepFields({ step, steps, at, errors, onChange }: Props) {
  const { t } = useTranslation();
  const { data: actions = [] } = useQuery(actionsQuery);
  const error = (field: string) => errors[`steps[${at}].${field}`];
  const offered = actions.filter(({ name, archived }) => !archived || name === step.action);
  const results = actions.find(({ name }) => name === step.action)?.results ?? [];
  return (
    <>
      <TextInput
        required
        label={t('works.name')}
        maxLength={100}
        value={step.display_name}
        error={error('display_name')}
        onChange={(event) => onChange({ display_name: event.currentTarget.value })}
      />
      <div className={s.two}>
        <NativeSelect
          label={t('works.action')}
          value={step.action}
          error={error('action')}
          data={offered.map(({ name, display_name }) => ({ value: name, label: display_name }))}
          onChange={(event) =>
            onChange({ action: event.currentTarget.value, planned_result: '', script: '' })
          }
        />
        <NativeSelect
          label={t('works.plannedResult')}
          value={step.planned_result}
          error={error('planned_result')}
          data={[
            { value: '', label: '—' },
            ...results
              .filter(({ id, archived }) => !archived || id === step.planned_result)
              .map(({ id, display_name }) => ({ value: id, label: display_name })),
          ]}
          onChange={(event) => onChange({ planned_result: event.currentTarget.value })}
        />
      </div>
      <ScriptField
        action={step.action}
        value={step.script}
        error={error('script')}
        onChange={(script) => onChange({ script })}
      />
      {at > 0 && <After step={step} steps={steps} at={at} errors={errors} onChange={onChange} />}
      <div className={s.two}>
        <NativeSelect
          label={t('workSetup.who')}
          value={step.who}
          data={WHO.map((value) => ({ value, label: t(`enums.CampaignStep.Who.${value}`) }))}
          onChange={(event) => onChange({ who: event.currentTarget.value as Step['who'], user: '' })}
        />
        <NumberInput
          label={t('workSetup.days')}
          min={1}
          max={31}
          allowDecimal={false}
          value={step.days}
          error={error('days')}
          onChange={(days) => onChange({ days: Number(days) || 0 })}
        />
      </div>
      {step.who === 'USER' && (
        <PersonPicker
          label={t('workSetup.person')}
          value={step.user}
          error={error('user')}
          onChange={(user) => onChange({ user })}
        />
      )}
    </>
  );
}

function After({ step, steps, at, errors, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <div className={s.two}>
        <NativeSelect
          label={t('workSetup.afterStep')}
          value={step.after_step}
          error={errors[`steps[${at}].after_step`]}
          data={before(steps, at).map(({ id, display_name }, n) => ({
            value: id,
            label: `${n + 1}. ${display_name}`,
          }))}
          onChange={(event) => onChange({ after_step: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('workSetup.afterSign')}
          value={step.after_sign}
          data={[
            { value: '', label: t('workSettings.anySign') },
            { value: 'PLUS', label: t('enums.Work.Sign.PLUS') },
            { value: 'MINUS', label: t('enums.Work.Sign.MINUS') },
          ]}
          onChange={(event) => onChange({ after_sign: event.currentTarget.value as Step['after_sign'] })}
        />
      </div>
      <NumberInput
        label={t('workSettings.delay')}
        min={0}
        max={365}
        allowDecimal={false}
        value={step.delay_days}
        error={errors[`steps[${at}].delay_days`]}
        onChange={(days) => onChange({ delay_days: Number(days) || 0 })}
      />
      <Switch
        label={t('workSetup.manual')}
        description={t('workSetup.manualHint')}
        checked={step.manual}
        onChange={(event) => onChange({ manual: event.currentTarget.checked })}
      />
    </>
  );
}
