import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLive } from '@/shared/api/realtime';

const SLICE_MS = 300;
/** Cards show deals, and when what is promised or ordered is due. */
const CONCERNS = /^(deals|obligations|supplierOrders)\//;

/** A colleague's move appears by itself; many at once ask once. */
export function useLiveDeals() {
  const client = useQueryClient();
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useLive((event) => {
    if (!CONCERNS.test(event.subject)) return;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      void client.invalidateQueries({ queryKey: ['boards'] });
      void client.invalidateQueries({ queryKey: ['deals', 'list'] });
      void client.invalidateQueries({ queryKey: ['deals', 'count'] });
      // Who has one open sees what became of it, and where it has been.
      void client.invalidateQueries({ queryKey: ['deals', 'item'] });
      void client.invalidateQueries({ queryKey: ['deals', 'of'] });
    }, SLICE_MS);
  });
}
