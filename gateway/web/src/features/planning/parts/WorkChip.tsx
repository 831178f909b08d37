import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { IconRepeat } from '@tabler/icons-react';
import { memo, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOverdue } from '@/features/works/when';
import type { WorkCard } from '../api';
import { hoursText } from '../layout';
import { clock, minuteOf } from '../moving';
import { iconOf } from './category';
import s from './Work.module.css';

interface Props {
  card: WorkCard;
  category: string;
  zone: string;
  /** It may be dragged elsewhere. */
  moves: boolean;
  /** Beside its name: the client. */
  wide?: boolean;
  before?: boolean;
  after?: boolean;
  className?: string;
  children?: ReactNode;
  onOpen: (card: WorkCard) => void;
}

/** A work in a grid: its kind by colour and icon, its name, and its client where there is room. */
export const WorkChip = memo(function WorkChip(props: Props) {
  const { card, category, zone, moves, wide, before, after, className = '', children, onOpen } = props;
  const { t } = useTranslation();
  const { ref, dragged } = useDrag(card, moves);
  const Icon = iconOf(category);
  const hidden = !card.name;
  const start = card.when?.kind === 'EXACT' ? card.when.start_time : null;
  const title = hidden ? t('planner.busy') : card.display_name;
  return (
    <button
      ref={ref}
      type="button"
      className={`${s.chip} ${s[category] ?? ''} ${className}`}
      title={[hoursText(card, zone), title, card.counterparty_display_name].filter(Boolean).join(' · ')}
      data-work={card.name}
      data-moves={moves || undefined}
      data-dragged={dragged || undefined}
      data-done={card.state !== 'OPEN' || undefined}
      data-late={isOverdue(card) || undefined}
      data-hidden={hidden || undefined}
      data-before={before || undefined}
      data-after={after || undefined}
      onClick={() => !hidden && onOpen(card)}
    >
      <Icon size={14} />
      {start && <time>{clock(minuteOf(start, zone))}</time>}
      <b className="ell">{title}</b>
      {card.series && <IconRepeat size={12} role="img" aria-label={t('planner.repeated')} />}
      {wide && card.counterparty_display_name && <i className="ell">{card.counterparty_display_name}</i>}
      {children}
    </button>
  );
});

function useDrag(card: WorkCard, moves: boolean) {
  const ref = useRef<HTMLButtonElement>(null);
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element || !moves) return;
    return draggable({
      element,
      // Where it was taken hold of: its upper edge, not the pointer, says when it begins.
      getInitialData: ({ input }) => ({
        work: card,
        grip: input.clientY - element.getBoundingClientRect().top,
      }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [card, moves]);
  return { ref, dragged };
}
