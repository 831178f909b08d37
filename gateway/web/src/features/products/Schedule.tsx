import { ActionIcon, Button, NativeSelect, NumberInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import s from './Schedule.module.css';
import { EVENTS, type Part, restOf } from './schedule';

interface ScheduleProps {
  parts: Part[];
  error?: string;
  onChange: (parts: Part[]) => void;
}

/** Parts of an amount, and when each is paid. */
export function Schedule({ parts, error, onChange }: ScheduleProps) {
  const { t } = useTranslation();
  const set = (id: number, patch: Partial<Part>) =>
    onChange(parts.map((each) => (each.id === id ? { ...each, ...patch } : each)));
  const rest = restOf(parts);
  return (
    <fieldset className={s.schedule}>
      <legend>{t('schedule.title')}</legend>
      {error && (
        <div className={s.error} role="alert">
          {error}
        </div>
      )}
      {parts.map((part) => (
        <div key={part.id} className={s.paid}>
          <NumberInput
            aria-label={t('schedule.percent')}
            suffix=" %"
            min={1}
            max={100}
            value={part.percent}
            onChange={(percent) => set(part.id, { percent: Number(percent) })}
          />
          <NativeSelect
            aria-label={t('schedule.event')}
            value={part.event}
            data={EVENTS.map((value) => ({ value, label: t(`enums.PaymentStage.Event.${value}`) }))}
            onChange={(event) => set(part.id, { event: event.currentTarget.value as Part['event'] })}
          />
          <NumberInput
            aria-label={t('schedule.daysAfter')}
            min={-3650}
            max={3650}
            allowDecimal={false}
            suffix={` ${t('schedule.daysShort')}`}
            value={part.days}
            onChange={(days) => set(part.id, { days: Number(days) })}
          />
          <ActionIcon
            aria-label={t('schedule.removePart')}
            onClick={() => onChange(parts.filter((each) => each.id !== part.id))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      {parts.length > 0 && rest !== 0 && (
        <p className={s.rest} role="status">
          {t(rest > 0 ? 'schedule.left' : 'schedule.over', { percent: Math.abs(rest) })}
        </p>
      )}
      <Button
        variant="default"
        leftSection={<IconPlus size={15} />}
        onClick={() =>
          onChange([...parts, { id: Date.now(), percent: rest > 0 ? rest : 100, event: 'INVOICE', days: 0 }])
        }
      >
        {t('schedule.addPart')}
      </Button>
    </fieldset>
  );
}
