import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLive } from '@/shared/api/realtime';

const SLICE_MS = 400;

/** What comes in from a site appears by itself; many at once ask once. */
export function useLiveLeads() {
  const client = useQueryClient();
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useLive((event) => {
    if (!event.subject.startsWith('leads/')) return;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      void client.invalidateQueries({ queryKey: ['leads', 'list'] });
      void client.invalidateQueries({ queryKey: ['leads', 'count'] });
      // Who has one open sees what became of it.
      void client.invalidateQueries({ queryKey: ['leads', 'item'] });
    }, SLICE_MS);
  });
}
