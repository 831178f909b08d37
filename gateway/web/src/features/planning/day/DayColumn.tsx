import { Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkActs } from '@/features/works/useWorkActs';
import { QuickButtons, StateTag } from '@/features/works/WorkLine';
import { isOverdue } from '@/features/works/when';
import { idOf } from '@/shared/api/client';
import { count as number } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { Tag } from '@/shared/ui/Tag';
import type { WorkCard } from '../api';
import { daysLate, hoursText } from '../layout';
import { iconOf, useCategories } from '../parts/category';
import work from '../parts/Work.module.css';
import s from './MyDay.module.css';

interface Props {
  title: string;
  tone?: 'red';
  count: number;
  done?: number;
  works: WorkCard[];
  nothing: string;
  zone: string;
  today: string;
  acts: WorkActs;
}

export function DayColumn({ title, tone, count, done, works, nothing, ...row }: Props) {
  const { t } = useTranslation();
  const category = useCategories();
  return (
    <section className={`card ${s.column}`} aria-label={title}>
      <header className={s.heading}>
        <h2>{title}</h2>
        <Tag color={tone && count > 0 ? tone : 'gray'}>
          {done === undefined ? number(count) : `${number(done)} / ${number(count)}`}
        </Tag>
      </header>
      {works.length === 0 && <p className={s.nothing}>{nothing}</p>}
      <ul className={s.list} onKeyDown={walk}>
        {works.map((card, at) => (
          <Row key={card.name || at} card={card} category={category(card.action_key)} {...row} />
        ))}
      </ul>
      {count > works.length && (
        <p className={s.nothing}>{t('planner.shownOf', { shown: works.length, count: number(count) })}</p>
      )}
    </section>
  );
}

/** Up and down from row to row. */
function walk(event: KeyboardEvent<HTMLUListElement>) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = (event.target as HTMLElement).closest('li');
  if (!way || !here) return;
  const next = way > 0 ? here.nextElementSibling : here.previousElementSibling;
  next?.querySelector<HTMLElement>('a, button')?.focus();
  event.preventDefault();
}

interface RowProps extends Pick<Props, 'zone' | 'today' | 'acts'> {
  card: WorkCard;
  category: string;
}

function Row({ card, category, zone, today, acts }: RowProps) {
  const { t } = useTranslation();
  const can = useCan();
  const Icon = iconOf(category);
  const open = card.state === 'OPEN';
  const title = card.name ? card.display_name : t('planner.busy');
  return (
    <li className={s.row} data-work={card.name} data-open={open || undefined} data-done={!open || undefined}>
      <span className={`${work.icon} ${work[category] ?? ''}`} aria-hidden>
        <Icon size={17} />
      </span>
      <div className={s.text}>
        {card.name ? (
          <Link to="/works/$id" params={{ id: idOf(card.name) }} className={`${s.name} ell`} title={title}>
            {title}
          </Link>
        ) : (
          <span className={`${s.name} ell`}>{title}</span>
        )}
        {card.counterparty ? (
          <Link
            to="/counterparties/$id"
            params={{ id: idOf(card.counterparty) }}
            className={`${s.client} ell`}
          >
            {card.counterparty_display_name}
          </Link>
        ) : (
          <span className={s.client}>{t('planner.noClient')}</span>
        )}
      </div>
      <When card={card} zone={zone} today={today} />
      {open && card.name && can('works.update') ? (
        <span className={s.buttons}>
          <QuickButtons work={card} acts={acts} />
        </span>
      ) : (
        !open && <StateTag work={{ ...card, result_display_name: '' }} />
      )}
    </li>
  );
}

/** Its hours; of what is late, for how long. */
function When({ card, zone, today }: Pick<RowProps, 'card' | 'zone' | 'today'>) {
  const { t } = useTranslation();
  const days = isOverdue(card) ? daysLate(card, zone, today) : 0;
  if (days > 0) return <Tag color="red">{t('planner.daysLate', { count: days })}</Tag>;
  const hours = hoursText(card, zone);
  return <span className={isOverdue(card) ? `num ${s.late}` : `num ${s.hours}`}>{hours}</span>;
}
