import { ActionIcon, Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/shared/lib/errors';
import { EntryDrawer } from '@/shared/ui/EntryDrawer';
import { actionsQuery } from '../api';
import { useSaveAction, type WorkAction } from './api';
import { CommonFields, commonOf } from './CommonFields';
import s from './Settings.module.css';

type Result = WorkAction['results'][number];
type Next = WorkAction['next'][number];
type Sign = Result['sign'];

const initial = (action?: WorkAction) => ({
  ...commonOf(action),
  default_minutes: action?.default_minutes || 30,
  // Archived ones stay with the works that have them.
  results: (action?.results ?? []).filter(({ archived }) => !archived),
  next: action?.next ?? [],
});

export function ActionDrawer({ action, onClose }: { action?: WorkAction; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveAction();
  const [values, setValues] = useState(() => initial(action));
  const errors = fieldErrors(save.error);
  return (
    <EntryDrawer
      size={520}
      title={action?.display_name ?? t('workSettings.newAction')}
      save={save}
      values={{ ...values, name: action?.name, etag: action?.etag }}
      onClose={onClose}
    >
      <CommonFields values={values} errors={errors} onChange={setValues} />
      <NumberInput
        label={t('workSettings.defaultMinutes')}
        min={1}
        max={20_160}
        value={values.default_minutes}
        error={errors.default_minutes}
        onChange={(minutes) => setValues({ ...values, default_minutes: Number(minutes) || 0 })}
      />
      <Results
        results={values.results}
        errors={errors}
        onChange={(results) => setValues({ ...values, results })}
      />
      <NextWorks
        next={values.next}
        results={values.results}
        errors={errors}
        onChange={(next) => setValues({ ...values, next })}
      />
    </EntryDrawer>
  );
}

interface ResultsProps {
  results: Result[];
  errors: Record<string, string>;
  onChange: (results: Result[]) => void;
}

function useSigns() {
  const { t } = useTranslation();
  return [
    { value: '', label: t('workSettings.anySign') },
    { value: 'PLUS', label: t('enums.Work.Sign.PLUS') },
    { value: 'MINUS', label: t('enums.Work.Sign.MINUS') },
  ];
}

/** What it can lead to, each with the sign it means. */
function Results({ results, errors, onChange }: ResultsProps) {
  const { t } = useTranslation();
  const signs = useSigns();
  const set = (at: number, patch: Partial<Result>) =>
    onChange(results.map((each, index) => (index === at ? { ...each, ...patch } : each)));
  return (
    <fieldset className={s.lines}>
      <legend>{t('workSettings.results')}</legend>
      {results.map((result, at) => (
        <div key={at} className={s.result}>
          <TextInput
            aria-label={t('workSettings.result')}
            maxLength={120}
            value={result.display_name}
            error={errors[`results.${at}.display_name`]}
            onChange={(event) => set(at, { display_name: event.currentTarget.value })}
          />
          <NativeSelect
            aria-label={t('workSettings.sign')}
            value={result.sign}
            data={signs}
            onChange={(event) => set(at, { sign: event.currentTarget.value as Sign })}
          />
          <Remove
            label={t('workSettings.removeResult', { name: result.display_name })}
            onClick={() => onChange(results.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      <Add
        label={t('workSettings.addResult')}
        onClick={() =>
          onChange([...results, { id: '', display_name: '', sign: '' as Sign, archived: false }])
        }
      />
    </fieldset>
  );
}

interface NextProps {
  next: Next[];
  results: Result[];
  errors: Record<string, string>;
  onChange: (next: Next[]) => void;
}

/** What is proposed when a work with the action is closed. */
function NextWorks({ next, results, errors, onChange }: NextProps) {
  const { t } = useTranslation();
  const signs = useSigns();
  const { data: actions = [] } = useQuery(actionsQuery);
  const set = (at: number, patch: Partial<Next>) =>
    onChange(next.map((each, index) => (index === at ? { ...each, ...patch } : each)));
  const offered = actions.filter(({ archived }) => !archived);
  return (
    <fieldset className={s.lines}>
      <legend>{t('workSettings.next')}</legend>
      {next.map((each, at) => (
        <div key={at} className={s.next}>
          <NativeSelect
            label={t('workSettings.sign')}
            value={each.sign}
            data={signs}
            onChange={(event) => set(at, { sign: event.currentTarget.value as Sign })}
          />
          <NativeSelect
            label={t('workSettings.result')}
            value={each.result}
            error={errors[`next.${at}.result`]}
            data={[
              { value: '', label: t('workSettings.anySign') },
              ...results
                .filter(({ id }) => id)
                .map(({ id, display_name }) => ({ value: id, label: display_name })),
            ]}
            onChange={(event) => set(at, { result: event.currentTarget.value })}
          />
          <NativeSelect
            label={t('works.action')}
            value={each.action}
            error={errors[`next.${at}.action`]}
            data={offered.map(({ name, display_name }) => ({ value: name, label: display_name }))}
            onChange={(event) => set(at, { action: event.currentTarget.value, planned_result: '' })}
          />
          <NumberInput
            label={t('workSettings.delay')}
            min={0}
            max={365}
            value={each.delay_days}
            error={errors[`next.${at}.delay_days`]}
            onChange={(days) => set(at, { delay_days: Number(days) || 0 })}
          />
          <Remove
            label={t('workSettings.removeNext', { n: at + 1 })}
            onClick={() => onChange(next.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      <Add
        label={t('workSettings.addNext')}
        onClick={() =>
          onChange([
            ...next,
            {
              sign: 'PLUS' as Sign,
              result: '',
              action: offered[0]?.name ?? '',
              planned_result: '',
              delay_days: 1,
            },
          ])
        }
      />
    </fieldset>
  );
}

interface ButtonProps {
  label: string;
  onClick: () => void;
}

const Add = ({ label, onClick }: ButtonProps) => (
  <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} />} onClick={onClick}>
    {label}
  </Button>
);

const Remove = ({ label, onClick }: ButtonProps) => (
  <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
    <IconX size={16} />
  </ActionIcon>
);
