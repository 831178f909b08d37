import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { dateTime } from '@/shared/lib/format';
import { ErrorState } from '@/shared/ui/ErrorState';
import { type Deal, type DealMove, type Funnel, movesQuery } from './api';
import s from './Deal.module.css';
import { spent } from './format';

/** Where the deal has been, for how long, and who moved it. */
export function Moves({ deal, funnel }: { deal: Deal; funnel?: Funnel }) {
  const { t } = useTranslation();
  const moves = useQuery(movesQuery(deal.name));
  if (moves.isPending) return <Skeleton h={160} m={16} />;
  if (moves.isError) return <ErrorState error={moves.error} retry={() => void moves.refetch()} />;
  const titleOf = (id: string) => funnel?.stages.find((stage) => stage.id === id)?.display_name ?? '';
  return (
    <ol className={s.moves}>
      {moves.data.map((move) => (
        <li key={move.name}>
          <div>
            <b>{headline(t, move)}</b>
            {move.comment && <p className={s.comment}>{move.comment}</p>}
            {move.skipped.length > 0 && (
              <p className={s.comment}>
                {t('deals.skipped', { stages: move.skipped.map(titleOf).filter(Boolean).join(', ') })}
              </p>
            )}
          </div>
          <div className={s.when}>
            <span>{move.user_display_name}</span>
            <span>{move.create_time ? dateTime(move.create_time) : ''}</span>
            {move.from_stage && <span>{t('deals.spent', { time: spent(move.seconds) })}</span>}
          </div>
        </li>
      ))}
    </ol>
  );
}

function headline(t: (key: string, values?: Record<string, string>) => string, move: DealMove): string {
  if (move.state !== 'OPEN') return t(`enums.Deal.State.${move.state}`);
  if (!move.from_stage) return t('deals.begun', { stage: move.stage_display_name });
  return `${move.from_stage_display_name} → ${move.stage_display_name}`;
}
