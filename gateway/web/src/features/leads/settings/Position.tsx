import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  value: number;
  error?: string;
  onChange: (value: number) => void;
}

/** Its place in the order. */
export function Position({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <NumberInput
      label={t('leads.setup.position')}
      min={0}
      max={10_000}
      allowDecimal={false}
      value={value}
      error={error}
      onChange={(next) => onChange(Number(next) || 0)}
    />
  );
}
