import { MultiSelect, NativeSelect, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/shared/lib/errors';
import { EntryDrawer } from '@/shared/ui/EntryDrawer';
import { ListInput } from '@/shared/ui/fields/ListInput';
import { PersonPicker } from '@/shared/ui/fields/pickers';
import { PRIORITIES } from '../search';
import { ActionsPicker } from './ActionsPicker';
import { type Ladder, useSaveLadder } from './entries';
import { BLANK_STEP, hoursOf, type LadderStep, minutesOf, nextStep, WHOMS } from './ladder';
import { NameFields } from './NameFields';

const initial = (ladder?: Ladder) => ({
  display_name: ladder?.display_name ?? '',
  position: ladder?.position ?? 0,
  actions: ladder?.actions ?? [],
  priorities: ladder?.priorities ?? [],
  steps: ladder?.steps ?? [BLANK_STEP],
});

export default function LadderDrawer({ ladder, onClose }: { ladder?: Ladder; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveLadder();
  const errors = fieldErrors(save.error);
  const [values, setValues] = useState(() => initial(ladder));
  const set = (patch: Partial<typeof values>) => setValues({ ...values, ...patch });
  return (
    <EntryDrawer
      size={520}
      title={ladder?.display_name ?? t('workSetup.newLadder')}
      save={save}
      values={{ ...values, name: ladder?.name, etag: ladder?.etag }}
      onClose={onClose}
    >
      <NameFields values={values} errors={errors} onChange={setValues} />
      <ActionsPicker value={values.actions} error={errors.actions} onChange={(actions) => set({ actions })} />
      <MultiSelect
        clearable
        label={t('works.priority')}
        placeholder={values.priorities.length ? undefined : t('workSetup.anyPriority')}
        data={PRIORITIES.map((value) => ({ value, label: t(`enums.Work.Priority.${value}`) }))}
        value={values.priorities}
        onChange={(priorities) => set({ priorities: priorities as Ladder['priorities'] })}
      />
      <ListInput
        items={values.steps}
        blank={nextStep(values.steps)}
        addLabel={t('workSetup.addStep')}
        onChange={(steps) => set({ steps })}
      >
        {(step, change, index) => (
          <Step step={step} errors={errors} at={`steps[${index}]`} onChange={change} />
        )}
      </ListInput>
      {errors.steps && <span role="alert">{errors.steps}</span>}
    </EntryDrawer>
  );
}

interface StepProps {
  step: LadderStep;
  errors: Record<string, string>;
  /** How errors name it. */
  at: string;
  onChange: (patch: Partial<LadderStep>) => void;
}

function Step({ step, errors, at, onChange }: StepProps) {
  const { t } = useTranslation();
  return (
    <>
      <NumberInput
        label={t('workSetup.inHours')}
        min={0}
        max={480}
        step={1}
        decimalScale={2}
        value={hoursOf(step.working_minutes)}
        error={errors[`${at}.working_minutes`]}
        onChange={(hours) => onChange({ working_minutes: minutesOf(Number(hours) || 0) })}
      />
      <NativeSelect
        label={t('workSetup.toWhom')}
        value={step.whom}
        error={errors[`${at}.whom`]}
        data={WHOMS.map((value) => ({ value, label: t(`workSetup.whom.${value}`) }))}
        onChange={(event) => onChange({ whom: event.currentTarget.value as LadderStep['whom'], user: '' })}
      />
      {step.whom === 'USER' && (
        <PersonPicker
          label={t('workSetup.person')}
          value={step.user}
          error={errors[`${at}.user`]}
          onChange={(user) => onChange({ user })}
        />
      )}
    </>
  );
}
