/** A sum typed as people write it: with spaces, a comma or a point, at most two digits behind it. */
import { NumberInput, type NumberInputProps } from '@mantine/core';
import i18n from 'i18next';
import type { Money } from '../../api/types';

interface Props
  extends Pick<
    NumberInputProps,
    'label' | 'error' | 'aria-label' | 'placeholder' | 'description' | 'className'
  > {
  autoFocus?: boolean;
  value: Money | null | undefined;
  /** What is typed into an empty one is in this. */
  currency?: string;
  onChange: (value: Money | null) => void;
}

/** 1234567.89 → «1 234 567,89» and its sign. */
function signOf(currency: string): string {
  const parts = new Intl.NumberFormat(i18n.language || 'ru', { style: 'currency', currency }).formatToParts(
    0,
  );
  return ` ${parts.find(({ type }) => type === 'currency')?.value ?? currency}`;
}

export function MoneyInput({ value, currency = 'RUB', autoFocus, onChange, ...rest }: Props) {
  const of = value?.currency || currency;
  return (
    <NumberInput
      {...(autoFocus ? { 'data-autofocus': true } : {})}
      {...rest}
      min={0}
      decimalScale={2}
      hideControls
      thousandSeparator=" "
      decimalSeparator=","
      allowedDecimalSeparators={['.', ',']}
      suffix={signOf(of)}
      inputMode="decimal"
      value={value?.amount ?? ''}
      onChange={(next) => onChange(next === '' ? null : { amount: String(next), currency: of })}
    />
  );
}
