import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { ActionIcon, Loader } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '@/shared/lib/format';
import { toastError } from '@/shared/ui/toast';
import { moniesShort } from '../format';
import type { BoardColumn, Place } from '../model';
import type { Way } from '../moving/MoveDialogs';
import type { DealSearch } from '../search';
import { loadMore } from './api';
import s from './Board.module.css';
import { Card } from './Card';

interface Props {
  column: BoardColumn;
  columns: BoardColumn[];
  share: number;
  funnel: string;
  search: DealSearch;
  onMove: (name: string, place: Place) => void;
  onClose: (name: string, way: Way) => void;
  onAdd?: () => void;
}

export function Column({ column, columns, share, funnel, search, onMove, onClose, onAdd }: Props) {
  const { t } = useTranslation();
  const ref = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const { stage } = column;
  useEffect(() => {
    if (!ref.current || !list.current) return;
    return combine(
      dropTargetForElements({
        element: ref.current,
        getData: ({ input }) => ({ stage, above: cardsAbove(list.current, input.clientY) }),
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: () => setOver(false),
      }),
      autoScrollForElements({ element: list.current }),
    );
  }, [stage]);
  const [more, loading] = useMore(funnel, search, stage);
  const rest = column.count - column.cards.length;
  const title = column.display_name || t('deals.noStage');
  return (
    <section ref={ref} className={s.column} data-over={over || undefined} aria-label={title}>
      <header className={s.head}>
        <div className={s.title}>
          <h2 className="ell">{title}</h2>
          <span className={s.count}>{count(column.count)}</span>
          {onAdd && (
            <ActionIcon className={s.add} size={26} aria-label={t('deals.create')} onClick={onAdd}>
              <IconPlus size={15} />
            </ActionIcon>
          )}
        </div>
        <div className={s.sum}>
          <span className="num">{moniesShort(column.amounts)}</span>
          <span className="num">{t('deals.percent', { percent: column.probability })}</span>
        </div>
        <div className={s.rail} aria-hidden>
          <i style={{ width: `${share}%` }} data-color={column.color} />
        </div>
        {column.outdated && <div className={s.outdated}>{t('deals.outdatedStage')}</div>}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keys must reach it */}
      <div className={s.list} ref={list} tabIndex={0}>
        {column.cards.length > 0 && (
          <ul className={s.cards} aria-label={title}>
            {column.cards.map((card) => (
              <Card key={card.name} card={card} columns={columns} onMove={onMove} onClose={onClose} />
            ))}
          </ul>
        )}
        {column.cards.length === 0 && <p className={s.empty}>{t('deals.emptyStage')}</p>}
        {column.next_page_token && rest > 0 && (
          <button type="button" ref={more} className={s.more} disabled={loading}>
            {loading ? <Loader size={14} /> : t('deals.more', { count: rest })}
          </button>
        )}
      </div>
    </section>
  );
}

/** How many cards are above the pointer. */
const cardsAbove = (list: HTMLElement | null, y: number) =>
  [...(list?.querySelectorAll('li') ?? [])].filter((card) => {
    const { top, height } = card.getBoundingClientRect();
    return top + height / 2 < y;
  }).length;

/** The next cards come when the end is near, or by the button. */
function useMore(funnel: string, search: DealSearch, stage: string) {
  const client = useQueryClient();
  const [loading, setLoading] = useState(false);
  const busy = useRef(false);
  const latest = useRef(() => undefined as unknown);
  latest.current = () => {
    if (busy.current) return;
    busy.current = true;
    setLoading(true);
    loadMore(client, funnel, search, stage)
      .catch(toastError)
      .finally(() => {
        busy.current = false;
        setLoading(false);
      });
  };
  const watch = useCallback((button: HTMLButtonElement | null) => {
    if (!button) return;
    const load = () => latest.current();
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && load(), {
      root: button.parentElement,
      rootMargin: '200px',
    });
    seen.observe(button);
    button.addEventListener('click', load);
    return () => {
      seen.disconnect();
      button.removeEventListener('click', load);
    };
  }, []);
  return [watch, loading] as const;
}
