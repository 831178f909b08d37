import { ActionIcon, Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SegmentsPicker } from '@/shared/ui/fields/pickers';
import { SaveDrawer } from '@/shared/ui/SaveDrawer';
import { type Program, useSaveProgram } from './api';
import s from './Loyalty.module.css';
import { inputOf, type Tier, tiersOf } from './tiers';

const KINDS = ['DISCOUNT', 'BONUS'] as const;

const initial = (program?: Program) => ({
  display_name: program?.display_name ?? '',
  kind: (program?.kind || 'BONUS') as (typeof KINDS)[number],
  segments: program?.segments ?? [],
  months: program?.months ?? 12,
  bonus_days: program?.bonus_days ?? 0,
  invoice_percent: program?.invoice_percent || 100,
});

export function ProgramDrawer({ program, onClose }: { program?: Program; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveProgram();
  const [tiers, setTiers] = useState(() => tiersOf(program));
  const form = useForm({
    initialValues: initial(program),
    validate: { display_name: (value) => (value.trim() ? null : t('loyalty.required')) },
  });
  const errors = form.errors as Record<string, string>;
  return (
    <SaveDrawer
      title={program?.display_name ?? t('loyalty.create')}
      size={480}
      form={form}
      save={save}
      body={(values) => ({ program, ...values, tiers: inputOf(tiers) })}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t('loyalty.name')}
        maxLength={60}
        {...form.getInputProps('display_name')}
      />
      <NativeSelect
        label={t('loyalty.kind')}
        data={KINDS.map((value) => ({ value, label: t(`enums.LoyaltyProgram.Kind.${value}`) }))}
        {...form.getInputProps('kind')}
      />
      <SegmentsPicker
        rules
        label={t('loyalty.forSegments')}
        value={form.values.segments}
        error={errors.segments}
        onChange={(segments) => form.setFieldValue('segments', segments)}
      />
      <NumberInput label={t('loyalty.months')} min={1} max={120} {...form.getInputProps('months')} />
      <Tiers tiers={tiers} errors={errors} onChange={setTiers} />
      {form.values.kind === 'BONUS' && (
        <div className={s.two}>
          <NumberInput
            label={t('loyalty.days')}
            description={t('loyalty.daysHint')}
            min={0}
            max={3650}
            {...form.getInputProps('bonus_days')}
          />
          <NumberInput
            label={t('loyalty.part')}
            description={t('loyalty.partHint')}
            min={1}
            max={100}
            {...form.getInputProps('invoice_percent')}
          />
        </div>
      )}
    </SaveDrawer>
  );
}

interface TiersProps {
  tiers: Tier[];
  errors: Record<string, string>;
  onChange: (tiers: Tier[]) => void;
}

function Tiers({ tiers, errors, onChange }: TiersProps) {
  const { t } = useTranslation();
  const set = (id: number, patch: Partial<Tier>) =>
    onChange(tiers.map((each) => (each.id === id ? { ...each, ...patch } : each)));
  return (
    <fieldset className={s.tiers}>
      <legend>{t('loyalty.tiers')}</legend>
      {errors.tiers && <div className={s.error}>{errors.tiers}</div>}
      {tiers.map((tier, at) => (
        <div key={tier.id} className={s.tier}>
          <TextInput
            label={t('loyalty.from')}
            inputMode="decimal"
            value={tier.turnover}
            error={errors[`tiers.${at}.turnover`]}
            onChange={(event) => set(tier.id, { turnover: event.currentTarget.value })}
          />
          <TextInput
            label={t('loyalty.percent')}
            inputMode="decimal"
            value={tier.percent}
            error={errors[`tiers.${at}.percent`]}
            onChange={(event) => set(tier.id, { percent: event.currentTarget.value })}
          />
          <ActionIcon
            className={s.remove}
            aria-label={t('loyalty.dropTier', { turnover: tier.turnover })}
            onClick={() => onChange(tiers.filter((each) => each.id !== tier.id))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...tiers, { id: Date.now(), turnover: '', percent: '' }])}
      >
        {t('loyalty.addTier')}
      </Button>
    </fieldset>
  );
}
