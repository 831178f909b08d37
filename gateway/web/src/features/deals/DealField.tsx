import { NumberInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Money } from '@/shared/api/types';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { MoneyInput } from '@/shared/ui/fields/MoneyInput';
import type { DealInput } from './api';
import { ClientPicker, ContactPicker } from './pickers';

type Value = DealInput[keyof DealInput] | null | undefined;

interface Props {
  field: string;
  value: Value;
  /** How a chosen client or person is called. */
  known?: string;
  error?: string;
  autoFocus?: boolean;
  onChange: (value: Value) => void;
}

const DATES = ['expected_close_date', 'offer_date', 'contract_date', 'shipment_date'];
const LINES = ['source', 'campaign', 'offer_result', 'next_step', 'contract_number', 'display_name'];
const TEXTS = ['interest', 'comment'];
const FILLABLE = new Set([
  ...DATES,
  ...LINES,
  ...TEXTS,
  'amount',
  'delivery_days',
  'counterparty',
  'decision_maker',
]);

/** Whether a field of a deal can be filled in by one input. */
export const isFillable = (field: string) => FILLABLE.has(field);

/** The input of one field of a deal, the same on every form. */
export function DealField({ field, value, known, error, autoFocus, onChange }: Props) {
  const { t } = useTranslation();
  const label = t(`fields.deals.${field}`);
  const focus = autoFocus ? { 'data-autofocus': true } : {};
  if (field === 'amount') {
    return (
      <MoneyInput
        autoFocus={autoFocus}
        label={label}
        error={error}
        value={value as Money | null | undefined}
        onChange={onChange}
      />
    );
  }
  if (field === 'delivery_days') {
    return (
      <NumberInput
        {...focus}
        label={label}
        error={error}
        min={0}
        max={3650}
        allowDecimal={false}
        value={(value as number | undefined) || ''}
        onChange={(next) => onChange(next === '' ? 0 : Number(next))}
      />
    );
  }
  if (field === 'counterparty' || field === 'decision_maker') {
    const Picker = field === 'counterparty' ? ClientPicker : ContactPicker;
    return (
      <Picker
        label={label}
        error={error}
        autoFocus={autoFocus}
        known={known}
        value={String(value ?? '')}
        onChange={(next) => onChange(next)}
      />
    );
  }
  if (DATES.includes(field)) {
    return (
      <DateInput
        label={label}
        error={error}
        data-autofocus={autoFocus || undefined}
        value={String(value ?? '')}
        onChange={(next) => onChange(next || null)}
      />
    );
  }
  const Input = TEXTS.includes(field) ? Textarea : TextInput;
  return (
    <Input
      {...focus}
      {...(Input === Textarea ? { autosize: true, minRows: 2 } : {})}
      label={label}
      error={error}
      value={String(value ?? '')}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
