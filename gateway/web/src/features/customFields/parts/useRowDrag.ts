/** Dragging a row onto another one puts it in that one's place. */
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState } from 'react';

export function useRowDrag<E extends HTMLElement>(
  kind: string,
  name: string,
  enabled: boolean,
  onMove: (from: string, to: string) => void,
) {
  const row = useRef<E>(null);
  const grip = useRef<HTMLSpanElement>(null);
  const [over, setOver] = useState(false);
  const [dragging, setDragging] = useState(false);
  // The listeners live as long as the row: they call the latest handler.
  const latest = useRef(onMove);
  latest.current = onMove;
  useEffect(() => {
    const element = row.current;
    if (!element || !enabled) return;
    return combine(
      draggable({
        element,
        dragHandle: grip.current ?? undefined,
        getInitialData: () => ({ kind, name }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.kind === kind && source.data.name !== name,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => {
          setOver(false);
          latest.current(String(source.data.name), name);
        },
      }),
    );
  }, [kind, name, enabled]);
  return { row, grip, over, dragging };
}
