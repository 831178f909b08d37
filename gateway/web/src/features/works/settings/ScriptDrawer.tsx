import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/shared/lib/errors';
import { EntryDrawer } from '@/shared/ui/EntryDrawer';
import { ListInput } from '@/shared/ui/fields/ListInput';
import { ActionsPicker } from './ActionsPicker';
import { type Script, useSaveScript } from './entries';
import { NameFields } from './NameFields';

const initial = (script?: Script) => ({
  display_name: script?.display_name ?? '',
  position: script?.position ?? 0,
  text: script?.text ?? '',
  actions: script?.actions ?? [],
  steps: (script?.steps ?? ['']).map((text) => ({ text })),
});

export default function ScriptDrawer({ script, onClose }: { script?: Script; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveScript();
  const errors = fieldErrors(save.error);
  const [values, setValues] = useState(() => initial(script));
  const steps = values.steps.map(({ text }) => text);
  return (
    <EntryDrawer
      size={520}
      title={script?.display_name ?? t('workSetup.newScript')}
      save={save}
      values={{ ...values, steps, name: script?.name, etag: script?.etag }}
      onClose={onClose}
    >
      <NameFields values={values} errors={errors} onChange={setValues} />
      <ActionsPicker
        value={values.actions}
        error={errors.actions}
        onChange={(actions) => setValues({ ...values, actions })}
      />
      <Textarea
        autosize
        minRows={2}
        maxLength={5000}
        label={t('workSetup.text')}
        value={values.text}
        error={errors.text}
        onChange={(event) => setValues({ ...values, text: event.currentTarget.value })}
      />
      <ListInput
        items={values.steps}
        blank={{ text: '' }}
        addLabel={t('workSetup.addStep')}
        onChange={(next) => setValues({ ...values, steps: next })}
      >
        {(step, set, index) => (
          <Textarea
            autosize
            label={t('workSetup.step', { n: index + 1 })}
            maxLength={2000}
            value={step.text}
            error={errors[`steps[${index}]`]}
            onChange={(event) => set({ text: event.currentTarget.value })}
          />
        )}
      </ListInput>
      {errors.steps && <span role="alert">{errors.steps}</span>}
    </EntryDrawer>
  );
}
