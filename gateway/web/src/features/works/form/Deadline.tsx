import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { addWorkingTime } from '@/features/workCalendars';
import { civilIn } from '@/shared/lib/zones';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { toastError } from '@/shared/ui/toast';
import { useZone } from '../useZone';
import s from '../Works.module.css';
import type { Draft } from './draft';

const DAYS = [1, 2, 5] as const;

interface Props {
  draft: Draft;
  error?: string;
  set: (patch: Partial<Draft>) => void;
}

/** By when at the latest, if that is not the end of its time; also in working days of the executor's. */
export function Deadline({ draft, error, set }: Props) {
  const { t } = useTranslation();
  const zone = useZone();
  const later = useMutation({ meta: { handled: true }, mutationFn: addWorkingTime, onError: toastError });
  const add = (days: number) =>
    later.mutate(
      { days, user: draft.owner || undefined },
      {
        onSuccess: ({ end_time }) => {
          const { date, time } = civilIn(zone, end_time ?? '');
          set({ deadlineDay: date, deadlineTime: time });
        },
      },
    );
  return (
    <div>
      <div className={s.two}>
        <DateInput
          label={t('works.deadline')}
          value={draft.deadlineDay}
          error={error}
          onChange={(deadlineDay) => set({ deadlineDay })}
        />
        {draft.deadlineDay && (
          <TextInput
            type="time"
            label={t('works.deadlineTime')}
            value={draft.deadlineTime}
            onChange={(event) => set({ deadlineTime: event.currentTarget.value })}
          />
        )}
      </div>
      <div className={s.later}>
        {DAYS.map((days) => (
          <Button key={days} variant="subtle" size="compact-xs" onClick={() => add(days)}>
            {t('works.workingDaysLater', { count: days })}
          </Button>
        ))}
      </div>
    </div>
  );
}
