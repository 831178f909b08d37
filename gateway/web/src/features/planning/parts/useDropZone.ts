import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { WorkCard } from '../api';

export interface Dropped {
  card: WorkCard;
  /** From the zone's corner to that of the dragged thing, and to the pointer. */
  top: number;
  left: number;
  copy: boolean;
}

/** A place works may be dropped into; `over` tells what hangs over it. */
export function useDropZone<E extends HTMLElement>(
  ref: RefObject<E | null>,
  enabled: boolean,
  onDrop: (dropped: Dropped) => void,
): Dropped | null {
  const [over, setOver] = useState<Dropped | null>(null);
  const latest = useRef(onDrop);
  latest.current = onDrop;
  useEffect(() => {
    const element = ref.current;
    if (!element || !enabled) return;
    const read = (
      source: { data: Record<string, unknown> },
      input: { clientX: number; clientY: number; ctrlKey: boolean; metaKey: boolean },
    ): Dropped => {
      const box = element.getBoundingClientRect();
      return {
        card: source.data.work as WorkCard,
        top: input.clientY - box.top - Number(source.data.grip ?? 0),
        left: input.clientX - box.left,
        copy: input.ctrlKey || input.metaKey,
      };
    };
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => 'work' in source.data,
      onDrag: ({ source, location }) => setOver(read(source, location.current.input)),
      onDragLeave: () => setOver(null),
      onDrop: ({ source, location }) => {
        setOver(null);
        latest.current(read(source, location.current.input));
      },
    });
  }, [ref, enabled]);
  return over;
}
