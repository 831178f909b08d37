import { ActionIcon, Button, Textarea } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/shared/lib/errors';
import { EntryDrawer } from '@/shared/ui/EntryDrawer';
import { actionsQuery } from '../api';
import { type Template, useSaveTemplate } from './entries';
import { NameFields } from './NameFields';
import s from './Settings.module.css';
import { StepFields } from './StepFields';
import { blankStep, type Step, without } from './template';

interface Props {
  template?: Template;
  onClose: () => void;
}

const initial = (template?: Template) => ({
  display_name: template?.display_name ?? '',
  position: template?.position ?? 0,
  description: template?.description ?? '',
  steps: template?.steps ?? [],
});

export default function TemplateDrawer({ template, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveTemplate();
  const errors = fieldErrors(save.error);
  const [values, setValues] = useState(() => initial(template));
  const { data: actions = [] } = useQuery(actionsQuery);
  const setSteps = (steps: Step[]) => setValues({ ...values, steps });
  const usual = actions.find(({ archived }) => !archived)?.name ?? '';
  return (
    <EntryDrawer
      size={560}
      title={template?.display_name ?? t('workSetup.newTemplate')}
      save={save}
      values={{ ...values, name: template?.name, etag: template?.etag }}
      onClose={onClose}
    >
      <NameFields values={values} errors={errors} onChange={setValues} />
      <Textarea
        autosize
        minRows={2}
        label={t('works.description')}
        value={values.description}
        error={errors.description}
        onChange={(event) => setValues({ ...values, description: event.currentTarget.value })}
      />
      {values.steps.map((step, at) => (
        <fieldset key={step.id} className={s.step}>
          <legend>{t('workSetup.step', { n: at + 1 })}</legend>
          <StepFields
            step={step}
            steps={values.steps}
            at={at}
            errors={errors}
            onChange={(patch) => setSteps(values.steps.with(at, { ...step, ...patch }))}
          />
          <ActionIcon
            className={s.remove}
            aria-label={t('workSetup.removeStep', { n: at + 1 })}
            onClick={() => setSteps(without(values.steps, at))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </fieldset>
      ))}
      {errors.steps && <span role="alert">{errors.steps}</span>}
      <Button
        variant="light"
        leftSection={<IconPlus size={16} />}
        onClick={() =>
          setSteps([...values.steps, blankStep(values.steps, usual, crypto.randomUUID().slice(0, 8))])
        }
      >
        {t('workSetup.addStep')}
      </Button>
    </EntryDrawer>
  );
}
