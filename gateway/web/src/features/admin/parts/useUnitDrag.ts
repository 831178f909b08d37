/** Dragging a unit onto another one. Only targets that make sense light up; the server judges again. */
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState } from 'react';
import { moveRefusal, type OrgUnit } from '../orgTree';

const KIND = 'org-unit';

export function useUnitDrag(
  unit: OrgUnit,
  units: readonly OrgUnit[],
  enabled: boolean,
  onMove: (name: string, parent: string) => void,
) {
  const row = useRef<HTMLTableRowElement>(null);
  const grip = useRef<HTMLSpanElement>(null);
  const [over, setOver] = useState<'yes' | 'no' | undefined>();
  const [dragging, setDragging] = useState(false);
  // The listeners live as long as the row: they read the latest tree from here.
  const latest = useRef({ units, onMove });
  latest.current = { units, onMove };
  const { name } = unit;
  const movable = enabled && unit.parent !== '';
  useEffect(() => {
    const element = row.current;
    if (!element || !enabled) return;
    const dragged = (data: Record<string, unknown>) => (data.kind === KIND ? String(data.name) : '');
    const fits = (data: Record<string, unknown>) =>
      moveRefusal(latest.current.units, dragged(data), name) === null;
    return combine(
      ...(movable
        ? [
            draggable({
              element,
              dragHandle: grip.current ?? undefined,
              getInitialData: () => ({ kind: KIND, name }),
              onDragStart: () => setDragging(true),
              onDrop: () => setDragging(false),
            }),
          ]
        : []),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.kind === KIND && source.data.name !== name,
        onDragEnter: ({ source }) => setOver(fits(source.data) ? 'yes' : 'no'),
        onDragLeave: () => setOver(undefined),
        onDrop: ({ source }) => {
          setOver(undefined);
          if (fits(source.data)) latest.current.onMove(dragged(source.data), name);
        },
      }),
    );
  }, [name, enabled, movable]);
  return { row, grip, over, dragging };
}
