import { MultiSelect, NativeSelect, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Money } from '@/shared/api/types';
import { DateInput } from '@/shared/ui/fields/DateInput';
import type { CustomField } from './api';
import s from './CustomFields.module.css';

interface Props {
  field: CustomField;
  value: unknown;
  onChange: (value: unknown) => void;
  error?: string;
  /** The name over the input, as in a form; else it is only spoken. */
  labelled?: boolean;
  autoFocus?: boolean;
}

const CURRENCIES = ['RUB', 'USD', 'EUR', 'CNY', 'KZT', 'BYN'];

/** The input of a custom field by its type, the same wherever it is edited. */
export function CustomInput(props: Props): ReactNode {
  const { t } = useTranslation();
  const { field, value, onChange, error, labelled, autoFocus } = props;
  const name = labelled
    ? { label: field.display_name, required: field.required, description: field.description || undefined }
    : { 'aria-label': field.display_name };
  const common = { ...name, error, 'data-autofocus': autoFocus || undefined };
  const text = {
    ...common,
    value: typeof value === 'number' ? String(value).replace('.', ',') : String(value ?? ''),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => onChange(event.currentTarget.value),
  };
  switch (field.type) {
    case 'NUMBER':
      return <TextInput {...text} inputMode="decimal" />;
    case 'DATE':
      return <DateInput {...common} value={String(value ?? '')} onChange={onChange} />;
    case 'LINK':
      return <TextInput {...text} type="url" placeholder="https://" />;
    case 'MONEY':
      return <MoneyInput common={common} value={value as Money | null} onChange={onChange} />;
    case 'LIST':
      return (
        <Select
          {...common}
          clearable
          searchable={field.options.length > 8}
          nothingFoundMessage={t('ui.nothing')}
          data={choices(field, [value])}
          value={value ? String(value) : null}
          onChange={onChange}
          clearButtonProps={{ 'aria-label': t('ui.clear') }}
        />
      );
    case 'MULTI_LIST': {
      const chosen = Array.isArray(value) ? value.map(String) : [];
      return (
        <MultiSelect
          {...common}
          clearable
          searchable
          nothingFoundMessage={t('ui.nothing')}
          data={choices(field, chosen)}
          value={chosen}
          onChange={onChange}
          clearButtonProps={{ 'aria-label': t('ui.clear') }}
        />
      );
    }
    case 'BOOLEAN':
      return (
        <NativeSelect
          {...common}
          value={value === true ? 'yes' : value === false ? 'no' : ''}
          data={[
            { value: '', label: t('custom.none') },
            { value: 'yes', label: t('ui.yes') },
            { value: 'no', label: t('ui.no') },
          ]}
          onChange={({ currentTarget: { value: chosen } }) => onChange(chosen ? chosen === 'yes' : null)}
        />
      );
    default:
      return <TextInput {...text} />;
  }
}

/** Archived options are offered to those alone that have them. */
const choices = (field: CustomField, chosen: readonly unknown[]) =>
  field.options
    .filter((option) => !option.archived || chosen.includes(option.id))
    .map((option) => ({ value: option.id, label: option.label }));

interface MoneyProps {
  common: object;
  value: Money | null;
  onChange: (value: Money) => void;
}

function MoneyInput({ common, value, onChange }: MoneyProps) {
  const { t } = useTranslation();
  const { amount = '', currency = 'RUB' } = value ?? {};
  const known = CURRENCIES.includes(currency) ? CURRENCIES : [currency, ...CURRENCIES];
  return (
    <TextInput
      {...common}
      inputMode="decimal"
      value={amount.replace('.', ',')}
      onChange={(event) => onChange({ amount: event.currentTarget.value, currency })}
      rightSectionWidth={84}
      rightSection={
        <NativeSelect
          size="xs"
          variant="unstyled"
          className={s.currency}
          aria-label={t('custom.currency')}
          value={currency}
          data={known}
          onChange={(event) => onChange({ amount, currency: event.currentTarget.value })}
        />
      }
    />
  );
}
