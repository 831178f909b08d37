import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLive } from '@/shared/api/realtime';

const SLICE_MS = 400;

/** What colleagues plan and close appears by itself; many at once ask once. */
export function useLiveWorks() {
  const client = useQueryClient();
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useLive((event) => {
    if (!event.subject.startsWith('works/')) return;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void client.invalidateQueries({ queryKey: ['works'] }), SLICE_MS);
  });
}
