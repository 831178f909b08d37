import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { SaveDrawer } from '@/shared/ui/SaveDrawer';
import { type Holiday, type Rule, useSaveHoliday } from './api';
import s from './Holidays.module.css';
import { ruleText } from './ruleText';

const KINDS = ['FIXED_DAY', 'WEEKDAY', 'DAY_OF_YEAR'] as const;
const ORDINALS = [1, 2, 3, 4, -1] as const;
const BLANK: Rule = { kind: 'FIXED_DAY', month: 1, day: 1, weekday: 7, ordinal: 1, day_of_year: 256 };
const numbers = (most: number) => Array.from({ length: most }, (_, index) => index + 1);

/** What a rule of another kind does not use keeps a sensible value here. */
const starting = (rule?: Rule | null): Rule => ({
  ...BLANK,
  ...Object.fromEntries(Object.entries(rule ?? {}).filter(([, value]) => value)),
});

export function HolidayDrawer({ holiday, onClose }: { holiday?: Holiday; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveHoliday();
  const form = useForm({
    initialValues: { title: holiday?.title ?? '', rule: starting(holiday?.rule) },
    validate: { title: (value) => (value.trim() ? null : t('holidays.required')) },
  });
  const { rule } = form.values;
  const set = (patch: Partial<Rule>) => form.setFieldValue('rule', { ...rule, ...patch });
  return (
    <SaveDrawer
      title={holiday?.title ?? t('holidays.new')}
      form={form}
      save={save}
      body={(body) => ({ holiday, ...body })}
      onClose={onClose}
    >
      <TextInput data-autofocus label={t('holidays.name')} maxLength={120} {...form.getInputProps('title')} />
      <SegmentedControl
        aria-label={t('holidays.when')}
        value={rule.kind}
        onChange={(kind) => set({ kind: kind as Rule['kind'] })}
        data={KINDS.map((value) => ({ value, label: t(`enums.HolidayRule.Kind.${value}`) }))}
      />
      {rule.kind === 'DAY_OF_YEAR' ? (
        <TextInput
          label={t('holidays.dayOfYear')}
          inputMode="numeric"
          value={String(rule.day_of_year || '')}
          error={form.errors['rule.day_of_year']}
          onChange={(event) => set({ day_of_year: Number(event.currentTarget.value.replace(/\D/g, '')) })}
        />
      ) : (
        <MonthRule rule={rule} set={set} errors={form.errors as Record<string, string>} />
      )}
      <p className={s.said} role="status">
        {ruleText(t, rule)}
      </p>
    </SaveDrawer>
  );
}

interface MonthProps {
  rule: Rule;
  set: (patch: Partial<Rule>) => void;
  errors: Record<string, string>;
}

function MonthRule({ rule, set, errors }: MonthProps) {
  const { t } = useTranslation();
  const choice = (
    field: keyof Rule & ('day' | 'ordinal' | 'weekday' | 'month'),
    values: readonly number[],
  ) => (
    <NativeSelect
      label={t(`holidays.${field}`)}
      value={String(rule[field])}
      error={errors[`rule.${field}`]}
      data={values.map((value) => ({
        value: String(value),
        label: field === 'day' ? String(value) : t(`holidays.${field}s.${value}`),
      }))}
      onChange={(event) => set({ [field]: Number(event.currentTarget.value) })}
    />
  );
  return (
    <>
      {rule.kind === 'FIXED_DAY' ? (
        choice('day', numbers(31))
      ) : (
        <>
          {choice('ordinal', ORDINALS)}
          {choice('weekday', numbers(7))}
        </>
      )}
      {choice('month', numbers(12))}
    </>
  );
}
