import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { SaveDrawer } from '@/shared/ui/SaveDrawer';
import { useSaveVatRate, VAT_KINDS, type VatRate } from './api';
import s from './Products.module.css';

const CALCULATED = [
  'GENERAL_CALCULATED',
  'REDUCED_CALCULATED',
  'SIMPLIFIED_5_CALCULATED',
  'SIMPLIFIED_7_CALCULATED',
] as const;
const KINDS = [...VAT_KINDS, ...CALCULATED] as const;
type Kind = (typeof KINDS)[number];

const initial = (rate?: VatRate) => ({
  display_name: rate?.display_name ?? '',
  kind: (rate?.kind || 'GENERAL') as Kind,
  code: rate?.code ?? '',
  percent: rate?.percent ?? 0,
  from_date: rate?.from_date ?? '',
  to_date: rate?.to_date ?? '',
});

/** A day that was cleared is sent as such, or it would stay. */
const day = (value: string) => (value || null) as string | undefined;

/** A rate with the days on which it holds; one that would hold beside another is refused in words. */
export function VatRateDrawer({ rate, onClose }: { rate?: VatRate; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveVatRate();
  const form = useForm({
    initialValues: initial(rate),
    validate: { code: (value) => (value.trim() ? null : t('vat.required')) },
  });
  const errors = form.errors as Record<string, string>;
  return (
    <SaveDrawer
      title={rate?.display_name ?? t('vat.create')}
      form={form}
      save={save}
      body={(values) => ({
        rate,
        ...values,
        // Calculated out of a sum: 22 of 122.
        base: values.kind.endsWith('_CALCULATED') ? 100 + values.percent : 0,
        from_date: day(values.from_date),
        to_date: day(values.to_date),
      })}
      onClose={onClose}
    >
      <NativeSelect
        data-autofocus
        label={t('products.rateKind')}
        // A rate stays of its kind.
        disabled={Boolean(rate)}
        data={KINDS.map((value) => ({ value, label: t(`enums.VatRate.Kind.${value}`) }))}
        {...form.getInputProps('kind')}
      />
      <div className={s.two}>
        <TextInput
          label={t('vat.name')}
          placeholder="22 %"
          maxLength={60}
          {...form.getInputProps('display_name')}
        />
        <TextInput label={t('vat.code')} placeholder="22" maxLength={20} {...form.getInputProps('code')} />
      </div>
      <NumberInput
        label={t('vat.percent')}
        min={0}
        max={100}
        allowDecimal={false}
        {...form.getInputProps('percent')}
      />
      {(['from_date', 'to_date'] as const).map((field) => (
        <DateInput
          key={field}
          label={t(`vat.${field}`)}
          value={form.values[field]}
          error={errors[field]}
          onChange={(value) => form.setFieldValue(field, value)}
        />
      ))}
    </SaveDrawer>
  );
}
