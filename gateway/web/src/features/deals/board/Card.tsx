import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconAlarm,
  IconCalendarCheck,
  IconCalendarDue,
  IconCalendarExclamation,
  IconCalendarOff,
  IconDots,
  IconHourglassHigh,
  IconThumbDown,
  IconTrophy,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { date, due } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { Ava } from '@/shared/ui/Ava';
import { Tag } from '@/shared/ui/Tag';
import { moneyShort } from '../format';
import {
  type BoardColumn,
  type DealCard,
  daysInStage,
  isOverdue,
  isStuck,
  nextWork,
  type Place,
  paidPercent,
} from '../model';
import type { Way } from '../moving/MoveDialogs';
import s from './Board.module.css';

interface Props {
  card: DealCard;
  columns: BoardColumn[];
  onMove: (name: string, place: Place) => void;
  onClose: (name: string, way: Way) => void;
}

export const Card = memo(
  function Card({ card, columns, onMove, onClose }: Props) {
    const { t } = useTranslation();
    const can = useCan();
    const writes = can('deals.update');
    const { ref, dragged, edge } = useDrag(card, writes);
    // A menu costs a millisecond a card: it is there for the one under the pointer or the focus.
    const [armed, setArmed] = useState(false);
    const days = daysInStage(card);
    const stuck = isStuck(card);
    return (
      <li
        ref={ref}
        className={s.card}
        data-dragged={dragged || undefined}
        data-edge={edge}
        onPointerEnter={() => setArmed(true)}
        onFocus={() => setArmed(true)}
      >
        <div className={s.name}>
          <Link to="/deals/$id" params={{ id: idOf(card.name) }} draggable={false}>
            {card.display_name}
          </Link>
          {writes && armed && <CardMenu card={card} columns={columns} onMove={onMove} onClose={onClose} />}
        </div>
        <div className={`${s.client} ell`}>{card.counterparty_display_name || t('deals.noClient')}</div>
        <div className={s.row}>
          <span className={`${s.amount} num`}>{card.amount ? moneyShort(card.amount) : '—'}</span>
          {(stuck || days > 0) && (
            <Tag color={stuck ? 'red' : 'gray'} size="s" title={t('deals.inStage')}>
              {stuck && <IconHourglassHigh size={12} aria-label={t('deals.stuck')} />}
              {t('deals.days', { count: days })}
            </Tag>
          )}
          {isOverdue(card) && (
            <Tag color="red" size="s" title={t('deals.overdue')}>
              <IconAlarm size={12} aria-label={t('deals.overdue')} />
              {date(card.next_due_date ?? '')}
            </Tag>
          )}
          <NextWork card={card} />
          <span title={card.owner_display_name}>
            <Ava name={card.owner_display_name} />
            <span className="visuallyHidden">{card.owner_display_name}</span>
          </span>
        </div>
        <Paid card={card} />
      </li>
    );
  },
  (before, after) => before.card === after.card && before.columns.length === after.columns.length,
);

const NEXT = {
  overdue: IconCalendarExclamation,
  today: IconCalendarDue,
  later: IconCalendarCheck,
  none: IconCalendarOff,
};

/** What is to be done about the deal next; a deal with nothing planned is one that is forgotten. */
function NextWork({ card }: { card: DealCard }) {
  const { t } = useTranslation();
  const state = nextWork(card);
  const Icon = NEXT[state];
  const { display_name, due_time } = card.next_work ?? {};
  const what = [display_name, due_time && due(due_time)].filter(Boolean).join(', ');
  const text = [t(`deals.nextWork.${state}`), what].filter(Boolean).join(': ');
  return (
    <span className={s.next} data-due={state} title={text}>
      <Icon size={16} stroke={1.8} aria-hidden />
      <span className="visuallyHidden">{text}</span>
    </span>
  );
}

/** How much of the amount came, at the lower edge. */
function Paid({ card }: { card: DealCard }) {
  const { t } = useTranslation();
  const percent = paidPercent(card);
  if (percent === 0) return null;
  const text = t('deals.paidShare', { percent });
  return (
    <div className={s.paid} title={text}>
      <i style={{ width: `${percent}%` }} aria-hidden />
      <span className="visuallyHidden">{text}</span>
    </div>
  );
}

function CardMenu({ card, columns, onMove, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          className={s.menu}
          size={26}
          variant="subtle"
          aria-label={t('deals.actions', { deal: card.display_name })}
        >
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('deals.toStage')}</Menu.Label>
        {columns
          .filter((column) => column.stage !== card.stage && !column.outdated)
          .map((column) => (
            <Menu.Item
              key={column.stage}
              onClick={() => onMove(card.name, { stage: column.stage, after: '' })}
            >
              {column.display_name}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconTrophy size={15} />} onClick={() => onClose(card.name, 'win')}>
          {t('deals.toWon')}
        </Menu.Item>
        <Menu.Item leftSection={<IconThumbDown size={15} />} onClick={() => onClose(card.name, 'lose')}>
          {t('deals.toLost')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function useDrag(card: DealCard, enabled: boolean) {
  const ref = useRef<HTMLLIElement>(null);
  const [dragged, setDragged] = useState(false);
  const [edge, setEdge] = useState<'top' | 'bottom' | undefined>();
  const { name } = card;
  useEffect(() => {
    const element = ref.current;
    if (!element || !enabled) return;
    const clear = () => setEdge(undefined);
    return combine(
      draggable({
        element,
        getInitialData: () => ({ card: name }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.card !== name,
        getData: ({ input, element: over }) =>
          attachClosestEdge({ over: name }, { input, element: over, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self }) => setEdge(extractClosestEdge(self.data) === 'bottom' ? 'bottom' : 'top'),
        onDragLeave: clear,
        onDrop: clear,
      }),
    );
  }, [name, enabled]);
  return { ref, dragged, edge };
}
