import { ActionIcon, Tooltip } from '@mantine/core';
import { IconUserShare } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Ava } from '@/shared/ui/Ava';
import { Tag } from '@/shared/ui/Tag';
import type { PlannerRow } from '../api';
import { loadOf } from '../layout';
import s from './Planner.module.css';

interface Props {
  row: PlannerRow;
  onHandOver?: (row: PlannerRow) => void;
}

/** Whose row it is, and how full the days shown are. */
export function Person({ row, onHandOver }: Props) {
  const { t } = useTranslation();
  const minutes = row.cells.reduce((sum, cell) => sum + cell.minutes, 0);
  const working_minutes = row.cells.reduce((sum, cell) => sum + cell.working_minutes, 0);
  return (
    <>
      <Ava name={row.display_name} size="m" />
      <div className={s.who}>
        <div className={s.whoLine}>
          <Link to="/my-day" search={{ user: row.user }} className={`${s.name} ell`} title={row.display_name}>
            {row.display_name}
          </Link>
          {row.overdue > 0 && (
            <Tag color="red" size="s" title={t('planner.overdueCount', { count: row.overdue })}>
              {row.overdue}
            </Tag>
          )}
        </div>
        <Load minutes={minutes} working_minutes={working_minutes} />
      </div>
      {onHandOver && (
        <Tooltip label={t('planner.handOver', { name: row.display_name })}>
          <ActionIcon
            className={s.handOver}
            variant="subtle"
            color="gray"
            size={26}
            aria-label={t('planner.handOver', { name: row.display_name })}
            onClick={() => onHandOver(row)}
          >
            <IconUserShare size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  );
}

interface LoadProps {
  minutes: number;
  working_minutes: number;
}

/** A bar and the hours: green, yellow when nearly full, red when over. */
export function Load({ minutes, working_minutes }: LoadProps) {
  const { t, i18n } = useTranslation();
  const load = loadOf({ minutes, working_minutes });
  const tone = load > 1 ? 'over' : load > 0.8 ? 'full' : 'fine';
  const numbers = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const hours = (value: number) => numbers.format(value / 60);
  const text = working_minutes
    ? t('planner.load', { planned: hours(minutes), working: hours(working_minutes) })
    : t('planner.loadOff', { planned: hours(minutes) });
  return (
    <span className={s.load} title={text}>
      <span className={s.bar} data-tone={tone} aria-hidden>
        <i style={{ width: `${Math.min(100, load * 100)}%` }} />
      </span>
      <span className={`num ${s.sum}`}>
        <span aria-hidden>{t('planner.hours', { hours: hours(minutes) })}</span>
        <span className="visuallyHidden">{text}</span>
      </span>
    </span>
  );
}
