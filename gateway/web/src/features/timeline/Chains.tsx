import { Skeleton } from '@mantine/core';
import { IconTimeline } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { date } from '@/shared/lib/format';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { type Chain, type ChainPick, chainsQuery } from './api';
import s from './Timeline.module.css';

interface Props {
  record: string;
  onChain: (chain: ChainPick) => void;
}

/** What goes on about the same, each as one line; a click shows the chain alone. */
export function Chains({ record, onChain }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(chainsQuery(record));
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton h={160} w="auto" m={16} />;
  if (data.length === 0) return <EmptyState icon={IconTimeline} title={t('timeline.noChains')} />;
  return (
    <ul className={s.chains} aria-label={t('timeline.byChain')}>
      {data.map((chain) => (
        <li key={chain.chain}>
          <button
            type="button"
            className={s.whole}
            onClick={() => onChain({ id: chain.chain, title: chain.display_name })}
          >
            <b>{chain.display_name}</b>
            <span className={s.meta}>
              {t('timeline.lines', { count: chain.lines })} · {period(chain)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function period({ first_time: first, last_time: last }: Chain): string {
  const days = [first, last].flatMap((time) => (time ? [date(new Date(time).toLocaleDateString('sv'))] : []));
  return [...new Set(days)].join(' – ');
}
