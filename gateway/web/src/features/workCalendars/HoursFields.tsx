import { ActionIcon, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Hours, more, problemOf, readClock } from './draft';
import s from './WorkCalendars.module.css';

interface Props {
  /** Whose hours, for who does not see the row. */
  day: string;
  value: Hours[];
  onChange: (value: Hours[]) => void;
}

/** From when to when, several times a day. */
export function HoursFields({ day, value, onChange }: Props) {
  const { t } = useTranslation();
  const problem = problemOf(value);
  const set = (at: number, patch: Partial<Hours>) =>
    onChange(value.map((each, index) => (index === at ? { ...each, ...patch } : each)));
  const clock = (at: number, field: 'start' | 'end') => (
    <TextInput
      className={s.clock}
      aria-label={t(`workCalendars.${field}`, { day, n: at + 1 })}
      error={Boolean(problem)}
      maxLength={5}
      inputMode="numeric"
      value={value[at]?.[field] ?? ''}
      onChange={(event) => set(at, { [field]: event.currentTarget.value })}
      onBlur={(event) => set(at, { [field]: readClock(event.currentTarget.value) })}
    />
  );
  return (
    <div className={s.hours}>
      {value.length === 0 && <span className={s.off}>{t('workCalendars.off')}</span>}
      {value.map((_, at) => (
        <span key={at} className={s.interval}>
          {clock(at, 'start')}–{clock(at, 'end')}
          <ActionIcon
            size={26}
            variant="subtle"
            color="gray"
            aria-label={t('workCalendars.removeHours', { day, n: at + 1 })}
            onClick={() => onChange(value.filter((_, index) => index !== at))}
          >
            <IconX size={14} />
          </ActionIcon>
        </span>
      ))}
      <ActionIcon
        size={26}
        variant="light"
        aria-label={t('workCalendars.addHours', { day })}
        onClick={() => onChange(more(value))}
      >
        <IconPlus size={14} />
      </ActionIcon>
      {problem && (
        <span className={s.problem} role="alert">
          {t(`errors.${problem}`)}
        </span>
      )}
    </div>
  );
}
