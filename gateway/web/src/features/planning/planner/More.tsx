import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PlannerRow } from '../api';
import { longDay } from '../dates';
import s from './Planner.module.css';

interface Props {
  row: PlannerRow;
  day: string;
  count: number;
}

/** How many more there are than the cell has room for; his calendar shows them all. */
export function More({ row, day, count }: Props) {
  const { t, i18n } = useTranslation();
  return (
    <Link
      to="/calendar"
      search={{ view: 'day', day, user: row.user }}
      className={s.more}
      aria-label={`${t('planner.more', { count })}. ${t('planner.showAll', { name: row.display_name, day: longDay(i18n.language, day) })}`}
    >
      {t('planner.more', { count })}
    </Link>
  );
}
