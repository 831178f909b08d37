import { ActionIcon, Button, NativeSelect, NumberInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import s from './Agreements.module.css';

const EVENTS = ['CONTRACT', 'INVOICE', 'SHIPMENT'] as const;

export interface Part {
  id: number;
  percent: number;
  event: (typeof EVENTS)[number];
  days: number;
}

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
  const rest = Math.max(0, 100 - parts.reduce((sum, each) => sum + each.percent, 0));
  return (
    <fieldset className={s.schedule}>
      <legend>{t('agreements.term.payment_schedule')}</legend>
      {error && (
        <div className={s.error} role="alert">
          {error}
        </div>
      )}
      {parts.map((part) => (
        <div key={part.id} className={s.paid}>
          <NumberInput
            aria-label={t('agreements.percent')}
            suffix=" %"
            min={1}
            max={100}
            value={part.percent}
            onChange={(percent) => set(part.id, { percent: Number(percent) })}
          />
          <NativeSelect
            aria-label={t('agreements.event')}
            value={part.event}
            data={EVENTS.map((value) => ({ value, label: t(`enums.PaymentStage.Event.${value}`) }))}
            onChange={(event) => set(part.id, { event: event.currentTarget.value as Part['event'] })}
          />
          <NumberInput
            aria-label={t('agreements.daysAfter')}
            value={part.days}
            onChange={(days) => set(part.id, { days: Number(days) })}
          />
          <ActionIcon
            aria-label={t('agreements.removePart')}
            onClick={() => onChange(parts.filter((each) => each.id !== part.id))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={15} />}
        onClick={() =>
          onChange([...parts, { id: Date.now(), percent: rest || 100, event: 'INVOICE', days: 0 }])
        }
      >
        {t('agreements.addPart')}
      </Button>
    </fieldset>
  );
}
