import { NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Named {
  display_name: string;
  position: number;
}

interface Props<T extends Named> {
  values: T;
  errors: Record<string, string>;
  onChange: (values: T) => void;
}

/** What it is called, and its place among the others. */
export function NameFields<T extends Named>({ values, errors, onChange }: Props<T>) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        data-autofocus
        required
        label={t('workSettings.name')}
        maxLength={100}
        value={values.display_name}
        error={errors.display_name}
        onChange={(event) => onChange({ ...values, display_name: event.currentTarget.value })}
      />
      <NumberInput
        label={t('workSettings.position')}
        min={0}
        max={10_000}
        allowDecimal={false}
        value={values.position}
        error={errors.position}
        onChange={(position) => onChange({ ...values, position: Number(position) || 0 })}
      />
    </>
  );
}
