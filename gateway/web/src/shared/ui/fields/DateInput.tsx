/** A date typed as people write it, or picked in the browser's own calendar. */
import { ActionIcon, TextInput, type TextInputProps } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { daysLater, readDate, writeDate } from '../../lib/dates';
import s from './Inputs.module.css';

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'type'> {
  /** 2026-12-31; what was typed and is no date; or nothing. */
  value: string;
  /** The same. What is no date goes on as it is, so that saving says so and loses nothing. */
  onChange: (value: string) => void;
}

const STEPS: Record<string, number> = { ArrowUp: 1, ArrowDown: -1 };

export function DateInput({ value, onChange, error, onBlur, min, max, ...rest }: Props): ReactNode {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const date = readDate(value);

  const step = (event: KeyboardEvent) => {
    const days = STEPS[event.key];
    if (!days || !date) return;
    event.preventDefault();
    setTyped(null);
    onChange(daysLater(date, days));
  };

  return (
    <TextInput
      inputMode="numeric"
      placeholder={t('ui.dateHint')}
      autoComplete="off"
      {...rest}
      value={typed ?? writeDate(value)}
      error={error ?? (typed === null && value && !date ? t('ui.noDate') : undefined)}
      onChange={(event) => {
        const written = event.currentTarget.value;
        setTyped(written);
        onChange(readDate(written) ?? written.trim());
      }}
      onKeyDown={step}
      onBlur={(event) => {
        setTyped(null);
        onBlur?.(event);
      }}
      rightSection={
        <>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('ui.calendar')}
            disabled={rest.disabled}
            onClick={() => picker.current?.showPicker()}
          >
            <IconCalendar size={16} />
          </ActionIcon>
          <input
            ref={picker}
            type="date"
            tabIndex={-1}
            aria-hidden
            className={s.picker}
            min={min}
            max={max}
            value={date ?? ''}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        </>
      }
    />
  );
}
