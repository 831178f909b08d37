import { useCallback } from 'react';
import { useZone } from '@/features/works/useZone';
import { date } from '@/shared/lib/format';
import { civilIn } from '@/shared/lib/zones';

/** Day and hour by the reader's clock, as the form takes them; nothing of none. */
export function useMoment() {
  const zone = useZone();
  return useCallback(
    (instant: string | null) => {
      if (!instant) return '';
      const said = civilIn(zone, instant);
      return `${date(said.date)} ${said.time}`;
    },
    [zone],
  );
}
