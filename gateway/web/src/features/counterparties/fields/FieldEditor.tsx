import { Loader, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { HolidaysPicker } from '@/features/holidays';
import type {
  Address,
  BankAccount,
  Counterparty,
  Email,
  Money,
  Passport,
  PersonName,
  Phone,
  Preference,
} from '@/shared/api/types';
import { DateInput } from '@/shared/ui/fields/DateInput';
import {
  AccountsInput,
  AddressesInput,
  EmailsInput,
  PassportInput,
  PersonInput,
  PhonesInput,
} from '@/shared/ui/fields/inputs';
import s from './Editor.module.css';
import { CHOICES, type ChoiceField, FIELDS, type FieldId } from './fields';
import { RolesInput } from './RolesInput';

// Lists to choose from are more code than all the rest.
const SegmentsPicker = lazy(() =>
  import('@/shared/ui/fields/pickers').then((module) => ({ default: module.SegmentsPicker })),
);
const PersonPicker = lazy(() =>
  import('@/shared/ui/fields/pickers').then((module) => ({ default: module.PersonPicker })),
);
const PeoplePicker = lazy(() =>
  import('@/shared/ui/fields/pickers').then((module) => ({ default: module.PeoplePicker })),
);
const PreferencesInput = lazy(() =>
  import('./PreferencesInput').then((module) => ({ default: module.PreferencesInput })),
);

export interface EditorProps {
  id: FieldId;
  value: unknown;
  onChange: (value: unknown) => void;
  errors: Record<string, string>;
  /** The field's name: shown over it in a form, spoken only on a card. */
  label: string;
  labelled?: boolean;
  autoFocus?: boolean;
}

/** The input of any field, the same on the card and in the create form. */
export const FieldEditor = (props: EditorProps) => (
  <Suspense fallback={<Loader size={16} />}>
    <Input {...props} />
  </Suspense>
);

function Input(props: EditorProps): ReactNode {
  const { id, value, onChange, errors, label, labelled, autoFocus } = props;
  const name = labelled ? { label } : { 'aria-label': label };
  const error = errors[id];
  const common = { ...name, error, 'data-autofocus': autoFocus || undefined };
  const list = { errors, path: id, onChange };
  switch (FIELDS[id].editor) {
    case 'text':
    case 'url':
    case 'mono':
      return (
        <TextInput
          {...common}
          classNames={FIELDS[id].editor === 'mono' ? { input: s.mono } : undefined}
          inputMode={FIELDS[id].editor === 'mono' ? 'numeric' : undefined}
          value={String(value ?? '')}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'area':
      return (
        <Textarea
          {...common}
          value={String(value ?? '')}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'number':
      return (
        <TextInput
          {...common}
          inputMode="numeric"
          value={value ? String(value) : ''}
          onChange={(event) => onChange(Number(event.currentTarget.value.replace(/\D/g, '')))}
        />
      );
    case 'money':
      return (
        <TextInput
          {...common}
          inputMode="decimal"
          rightSection={'\u20bd'}
          value={(value as Money | null)?.amount.replace('.', ',') ?? ''}
          onChange={(event) => onChange(moneyOf(event.currentTarget.value))}
        />
      );
    case 'date':
      return (
        <DateInput
          {...common}
          value={String(value ?? '')}
          onChange={(written) => onChange(written || null)}
        />
      );
    case 'choice':
      return <Choice {...props} id={id as ChoiceField} />;
    case 'phones':
      return <PhonesInput {...list} value={value as Phone[]} />;
    case 'emails':
      return <EmailsInput {...list} value={value as Email[]} />;
    case 'addresses':
      return <AddressesInput {...list} value={value as Address[]} />;
    case 'accounts':
      return <AccountsInput {...list} value={value as BankAccount[]} />;
    case 'person':
      return <PersonInput {...list} value={value as PersonName | null} />;
    case 'passport':
      return <PassportInput {...list} value={value as Passport | null} />;
    case 'preferences':
      return <PreferencesInput {...list} value={value as Preference[]} />;
    case 'holidays':
      return (
        <HolidaysPicker
          {...name}
          autoFocus={autoFocus}
          error={error}
          value={value as string[]}
          onChange={onChange}
        />
      );
    case 'roles':
      return <RolesInput label={label} value={value as Counterparty['roles']} onChange={onChange} />;
    case 'segments':
      return (
        <SegmentsPicker
          {...name}
          autoFocus={autoFocus}
          error={error}
          value={value as string[]}
          onChange={onChange}
        />
      );
    case 'owner':
      return (
        <PersonPicker
          {...name}
          autoFocus={autoFocus}
          error={error}
          value={String(value ?? '')}
          onChange={onChange}
        />
      );
    case 'participants':
      return (
        <PeoplePicker
          {...name}
          autoFocus={autoFocus}
          error={error}
          value={value as string[]}
          onChange={onChange}
        />
      );
  }
}

function Choice({
  id,
  value,
  onChange,
  errors,
  label,
  labelled,
  autoFocus,
}: EditorProps & { id: ChoiceField }) {
  const { t } = useTranslation();
  const none =
    id === 'marketing_consent' || id === 'lifecycle_stage'
      ? [{ value: '', label: t('fields.choices.none') }]
      : [];
  const name = labelled ? { label } : { 'aria-label': label };
  return (
    <NativeSelect
      size="xs"
      {...name}
      error={errors[id]}
      data-autofocus={autoFocus || undefined}
      value={String(value ?? '')}
      data={[...none, ...CHOICES[id].map((one) => ({ value: one, label: t(`fields.choices.${one}`) }))]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Digits with at most one comma, as people write money; nothing at all is no money. */
function moneyOf(text: string): Money | null {
  const [whole = '', ...cents] = text.replace(/[^\d,.]/g, '').split(/[,.]/);
  const amount = cents.length ? `${whole || '0'}.${cents.join('').slice(0, 2)}` : whole;
  return amount ? { amount, currency: 'RUB' } : null;
}
