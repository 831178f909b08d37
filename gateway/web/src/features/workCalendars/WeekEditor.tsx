import { ActionIcon } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Draft } from './draft';
import { HoursFields } from './HoursFields';
import s from './WorkCalendars.module.css';

interface Props {
  week: Draft['week'];
  onChange: (week: Draft['week']) => void;
}

/** The hours of each day of the week. */
export function WeekEditor({ week, onChange }: Props) {
  const { t } = useTranslation();
  const set = (at: number, hours: Draft['week'][number]) =>
    onChange(week.map((each, index) => (index === at ? hours : each)));
  return (
    <fieldset className={s.fieldset}>
      <legend>{t('workCalendars.week')}</legend>
      {week.map((hours, at) => {
        const day = t(`workCalendars.weekdays.${at + 1}`);
        const before = week[at - 1];
        return (
          <div key={day} className={s.weekday}>
            <span>{day}</span>
            <HoursFields day={day} value={hours} onChange={(next) => set(at, next)} />
            {before && (
              <ActionIcon
                variant="subtle"
                size={34}
                aria-label={t('workCalendars.sameAs', { day })}
                title={t('workCalendars.sameAs', { day })}
                onClick={() => set(at, before)}
              >
                <IconCopy size={16} />
              </ActionIcon>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
