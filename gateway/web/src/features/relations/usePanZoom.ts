import { type PointerEvent, useEffect, useRef, useState } from 'react';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const MOST = 4;
const STEP = 1.25;

/** What of a drawing is looked at: dragged, zoomed by buttons, by Ctrl and the wheel, by pinching. */
export function usePanZoom(whole: Box, first: Box) {
  const [box, setBox] = useState(first);
  const svg = useRef<SVGSVGElement>(null);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const moved = useRef(false);
  const zoom = (by: number) =>
    setBox((now) => {
      const width = Math.min(Math.max(now.width / by, whole.width / MOST / MOST), whole.width * 2);
      const height = (width * whole.height) / whole.width;
      return {
        x: now.x + (now.width - width) / 2,
        y: now.y + (now.height - height) / 2,
        width,
        height,
      };
    });
  const latest = useRef(zoom);
  latest.current = zoom;
  useEffect(() => {
    const element = svg.current;
    // A page that scrolls is not caught by the drawing: the wheel zooms with Ctrl, as pinching sends it.
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      latest.current(event.deltaY < 0 ? STEP : 1 / STEP);
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, []);
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      drag.current = { x: event.clientX, y: event.clientY };
      moved.current = false;
    },
    onPointerMove: (event: PointerEvent) => {
      const from = drag.current;
      const width = svg.current?.clientWidth;
      if (!from || !width) return;
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      if (!moved.current && Math.hypot(dx, dy) < 4) return;
      if (!moved.current) svg.current?.setPointerCapture(event.pointerId);
      moved.current = true;
      drag.current = { x: event.clientX, y: event.clientY };
      setBox((now) => {
        const scale = now.width / width;
        return { ...now, x: now.x - dx * scale, y: now.y - dy * scale };
      });
    },
    onPointerUp: () => {
      drag.current = null;
    },
    onPointerCancel: () => {
      drag.current = null;
    },
  };
  return {
    svg,
    box,
    handlers,
    /** Whether the press that just ended was a drag. */
    dragged: () => moved.current,
    zoomIn: () => zoom(STEP),
    zoomOut: () => zoom(1 / STEP),
    fit: () => setBox(whole),
  };
}
