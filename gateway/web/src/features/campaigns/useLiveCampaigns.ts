import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLive } from '@/shared/api/realtime';

const SLICE_MS = 500;

/** A campaign is as its works are: what is closed anywhere moves it on here. */
export function useLiveCampaigns() {
  const client = useQueryClient();
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useLive((event) => {
    if (!event.subject.startsWith('works/') && !event.subject.startsWith('campaigns/')) return;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      void client.invalidateQueries({ queryKey: ['campaigns'] });
      void client.invalidateQueries({ queryKey: ['works'] });
    }, SLICE_MS);
  });
}
