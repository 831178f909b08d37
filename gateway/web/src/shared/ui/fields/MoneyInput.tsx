/** A sum typed as people write it in their language, in Russian with a comma or a point. */
import { NumberInput, type NumberInputProps } from '@mantine/core';
import type { Money } from '../../api/types';
import { currencyFormat } from '../../lib/format';

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

/** 1234567.89 → «1 234 567,89 ₽», "₽1,234,567.89". */
function writing(currency: string) {
  const parts = currencyFormat(currency).formatToParts(1000);
  const text = (some: typeof parts) => some.map(({ value }) => value.replace(/\s/, ' ')).join('');
  const of = (kind: string) => parts.filter(({ type }) => type === kind);
  const sign = (around: typeof parts) => text(around.filter(({ type }) => /currency|literal/.test(type)));
  const digits = parts.findIndex(({ type }) => type === 'integer');
  const decimal = text(of('decimal'));
  return {
    prefix: sign(parts.slice(0, digits)),
    suffix: sign(parts.slice(digits)),
    thousandSeparator: text(of('group')),
    decimalSeparator: decimal,
    allowedDecimalSeparators: decimal === ',' ? [',', '.'] : [decimal],
  };
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
      {...writing(of)}
      inputMode="decimal"
      value={value?.amount ?? ''}
      onChange={(next) => onChange(next === '' ? null : { amount: String(next), currency: of })}
    />
  );
}
