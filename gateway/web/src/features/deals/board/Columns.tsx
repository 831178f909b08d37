import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Board, type Place, placeAt, placeBelow, share } from '../model';
import type { Way } from '../moving/MoveDialogs';
import type { DealSearch } from '../search';
import s from './Board.module.css';
import { ClosingZones } from './ClosingZones';
import { Column } from './Column';

interface Props {
  board: Board;
  funnel: string;
  search: DealSearch;
  onMove: (name: string, place: Place) => void;
  onClose: (name: string, way: Way) => void;
  onAdd?: () => void;
}

export function Columns({ board, funnel, search, onMove, onClose, onAdd }: Props) {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 820px)', undefined, { getInitialValueInEffect: false });
  const box = useRef<HTMLDivElement>(null);
  const [dragging, setDragging] = useState(false);
  const [tab, setTab] = useState('');
  const latest = useRef({ board, onMove, onClose });
  latest.current = { board, onMove, onClose };
  useEffect(
    () =>
      combine(
        monitorForElements({
          onDragStart: () => setDragging(true),
          onDrop: ({ source, location }) => {
            setDragging(false);
            drop(String(source.data.card), location.current.dropTargets, latest.current);
          },
        }),
        box.current ? autoScrollForElements({ element: box.current }) : () => undefined,
      ),
    [],
  );
  const active = board.columns.find((column) => column.stage === tab) ?? board.columns[0];
  const shown = narrow && active ? [active] : board.columns;
  return (
    <>
      {narrow && (
        <div className={s.tabs} role="tablist" aria-label={t('deals.stages')}>
          {board.columns.map((column) => (
            <button
              key={column.stage}
              type="button"
              role="tab"
              className={s.tab}
              aria-selected={column === active}
              onClick={() => setTab(column.stage)}
            >
              {column.display_name} <span className={s.count}>{column.count}</span>
            </button>
          ))}
        </div>
      )}
      <div className={s.frame}>
        <div className={s.board} ref={box}>
          {shown.map((column) => (
            <Column
              key={column.stage}
              column={column}
              columns={board.columns}
              share={share(column, board.columns)}
              funnel={funnel}
              search={search}
              onMove={onMove}
              onClose={onClose}
              onAdd={column === board.columns[0] ? onAdd : undefined}
            />
          ))}
        </div>
        {dragging && <ClosingZones />}
      </div>
    </>
  );
}

type Targets = ReadonlyArray<{ data: Record<string | symbol, unknown> }>;

function drop(
  name: string,
  targets: Targets,
  { board, onMove, onClose }: Pick<Props, 'board' | 'onMove' | 'onClose'>,
) {
  const way = targets.find((target) => target.data.way)?.data.way as Way | undefined;
  if (way) return onClose(name, way);
  const into = targets.find((target) => target.data.stage !== undefined);
  const column = board.columns.find((each) => each.stage === into?.data.stage);
  if (!column) return;
  const over = targets.find((target) => target.data.over);
  if (!over) return onMove(name, placeBelow(column, Number(into?.data.above), name));
  const edge = extractClosestEdge(over.data) === 'bottom' ? 'bottom' : 'top';
  onMove(name, placeAt(column, String(over.data.over), edge, name));
}
