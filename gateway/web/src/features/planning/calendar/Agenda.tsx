import { IconCalendarOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/shared/ui/EmptyState';
import { longDay } from '../dates';
import { onDay } from '../layout';
import { useCategories } from '../parts/category';
import { WorkChip } from '../parts/WorkChip';
import s from './Calendar.module.css';
import type { GridProps } from './grid';

/** Day after day, those with works only. */
export function Agenda({ works, days, zone, today, onOpen }: GridProps) {
  const { t, i18n } = useTranslation();
  const category = useCategories();
  const busy = days
    .map((day) => ({ day, here: onDay(works, day, zone) }))
    .filter(({ here }) => here.length > 0);
  if (busy.length === 0) {
    return (
      <EmptyState
        icon={IconCalendarOff}
        tone="gray"
        title={t('planner.nothing')}
        hint={t('planner.nothingHint')}
      />
    );
  }
  return (
    <div className={s.agenda}>
      {busy.map(({ day, here }) => (
        <section key={day} className={`card ${s.agendaDay}`}>
          <h2 data-today={day === today || undefined}>{longDay(i18n.language, day)}</h2>
          {here.map((card, at) => (
            <WorkChip
              key={card.name || at}
              card={card}
              category={category(card.action_key)}
              zone={zone}
              moves={false}
              wide
              onOpen={onOpen}
            />
          ))}
        </section>
      ))}
    </div>
  );
}
