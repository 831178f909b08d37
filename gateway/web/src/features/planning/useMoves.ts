/** Moving and copying works by hand: at once on the screen, with a way back. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { toastDone, toastError, toastUndo } from '@/shared/ui/toast';
import { useCopyWork, useMoveWork, type WhenInput, type WorkCard } from './api';
import { daysTaken, isLater, type Move } from './moving';

export interface Landing {
  when?: WhenInput;
  owner?: string;
  cell?: Move['cell'];
  /** Once more, instead of away from where it was. */
  copy?: boolean;
}

export function useMoves(zone: string) {
  const { t } = useTranslation();
  const { mutate: send } = useMoveWork();
  const { mutate: again } = useCopyWork();
  const client = useQueryClient();
  const one = useCallback(
    (card: WorkCard, { when, owner, cell, copy }: Landing) => {
      const work = card.display_name;
      if (copy && when) {
        again(
          { card, when },
          { onError: toastError, onSuccess: () => toastDone(t('planner.copied', { work })) },
        );
        return;
      }
      const back = (etag: string) =>
        send(
          {
            card: { ...card, etag },
            when: when && before(card),
            owner: owner === undefined ? undefined : card.owner,
            cell: cell && { user: card.owner, day: daysTaken(card, zone)[0] },
          },
          { onError: toastError },
        );
      send(
        { card, when, owner, cell, later: when && isLater(card, when, zone) },
        {
          onError: toastError,
          onSuccess: ({ etag }) =>
            toastUndo(
              t(owner === undefined ? 'planner.moved' : owner ? 'planner.handed' : 'planner.released', {
                work,
              }),
              () => back(etag),
              card.name,
            ),
        },
      );
    },
    [again, send, t, zone],
  );
  return useCallback(
    async (card: WorkCard, landing: Landing) => {
      if (card.series && !landing.copy) {
        const { movesAlone } = await import('@/features/series/moving');
        if (!(await movesAlone(client, card, landing))) return;
      }
      one(card, landing);
    },
    [client, one],
  );
}

function before({ when }: WorkCard): WhenInput {
  const { kind, start_time, end_time, start_date, end_date, time_zone } = when ?? {};
  if (kind === 'EXACT') {
    return { kind, start_time: start_time ?? undefined, end_time: end_time ?? undefined, time_zone };
  }
  return { kind: kind ?? 'DAY', start_date: start_date ?? undefined, end_date: end_date ?? undefined };
}
