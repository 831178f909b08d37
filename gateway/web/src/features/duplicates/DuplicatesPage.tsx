import { Button, SegmentedControl, Select } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconArrowMerge, IconCopyCheck, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { watchJob } from '@/features/jobs';
import { BulkMergeDialog, MergeDialog } from '@/features/merging';
import { useLive } from '@/shared/api/realtime';
import { cappedCount } from '@/shared/lib/format';
import { useKeys } from '@/shared/lib/keys';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { toastUndo } from '@/shared/ui/toast';
import {
  type DuplicatePair,
  type PairState,
  pairCountQuery,
  pairsQuery,
  type QueueFilter,
  refreshPairs,
  useDismiss,
  useReopen,
  useScan,
} from './api';
import s from './Duplicates.module.css';
import { PairCard } from './PairCard';

const STATES: PairState[] = ['OPEN', 'DISMISSED'];
const SCORES = [70, 80, 90];

export function DuplicatesPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('duplicates.title'));
  if (!can('counterparties.read')) return <NoRight permission="counterparties.read" />;
  return <Queue />;
}

/** Pairs that are probably one client, the surest first: decided one after the other by keys. */
function Queue() {
  const { t } = useTranslation();
  const can = useCan();
  const [filter, setFilter] = useState<QueueFilter>({ state: 'OPEN' });
  const list = useInfiniteQuery(pairsQuery(filter));
  const pairs = list.data?.pages.flatMap((page) => page.duplicate_pairs) ?? [];
  const queue = useQueue(pairs);
  const client = useQueryClient();
  // A bulk merge closes many pairs one after the other.
  const refresh = useDebouncedCallback(() => void refreshPairs(client), 700);
  useLive((event) => {
    if (event.type === 'counterparty_merged' || event.type === 'counterparty_unmerged') refresh();
  });
  const mayDecide = can('duplicates.write');
  const mayMerge = can('counterparties.merge');
  useKeys({
    KeyJ: () => queue.move(1),
    KeyK: () => queue.move(-1),
    KeyN: () => {
      if (mayDecide && queue.active?.state === 'OPEN') queue.dismiss(queue.active);
    },
    KeyM: () => {
      if (mayMerge && queue.active?.state === 'OPEN') queue.setMerging(queue.active);
    },
  });
  return (
    <div className={s.page}>
      <Head filter={filter} onFilter={setFilter} />
      {list.isError && list.data && <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />}
      {list.isPending ? (
        <PageSkeleton />
      ) : !list.data ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : pairs.length === 0 ? (
        <Empty filter={filter} />
      ) : (
        <section className={s.list} aria-label={t('duplicates.pairs')}>
          {pairs.map((pair) => (
            <PairCard
              key={pair.name}
              pair={pair}
              active={pair.name === queue.active?.name}
              reached={queue.byKey && pair.name === queue.active?.name}
              mayDecide={mayDecide}
              mayMerge={mayMerge}
              onFocus={() => queue.setActive(pair.name)}
              onDismiss={() => queue.dismiss(pair)}
              onReopen={() => queue.reopen(pair)}
              onMerge={() => queue.setMerging(pair)}
            />
          ))}
          {list.hasNextPage && (
            <Button
              variant="default"
              className={s.more}
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t('duplicates.more')}
            </Button>
          )}
        </section>
      )}
      {queue.merging && (
        <Suspense>
          <MergeDialog
            names={[queue.merging.first, queue.merging.second]}
            onDone={(made) => queue.merged(Boolean(made))}
          />
        </Suspense>
      )}
    </div>
  );
}

function Head({ filter, onFilter }: { filter: QueueFilter; onFilter: (filter: QueueFilter) => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const scan = useScan();
  const found = useQuery(pairCountQuery(filter));
  const [bulk, setBulk] = useState(false);
  return (
    <>
      <PageHead
        title={t('duplicates.queue')}
        aside={found.data && cappedCount(found.data.count, found.data.capped)}
      >
        {can('counterparties.merge') && can('counterparties.bulk') && Boolean(found.data?.count) && (
          <Button variant="default" leftSection={<IconArrowMerge size={16} />} onClick={() => setBulk(true)}>
            {t('duplicates.mergeAll')}
          </Button>
        )}
        {can('duplicates.write') && (
          <Button
            variant="default"
            leftSection={<IconSearch size={16} />}
            loading={scan.isPending}
            onClick={() =>
              scan.mutate(undefined, { onSuccess: (job) => watchJob(job, t('duplicates.scanning')) })
            }
          >
            {t('duplicates.scan')}
          </Button>
        )}
      </PageHead>
      {bulk && (
        <Suspense>
          <BulkMergeDialog onClose={() => setBulk(false)} />
        </Suspense>
      )}
      <div className={s.bar}>
        <SegmentedControl
          aria-label={t('duplicates.state')}
          value={filter.state}
          onChange={(state) => onFilter({ ...filter, state: state as PairState })}
          data={STATES.map((state) => ({ value: state, label: t(`duplicates.states.${state}`) }))}
        />
        <Select
          className={s.scoreFilter}
          aria-label={t('duplicates.minScore')}
          value={String(filter.min_score ?? 0)}
          allowDeselect={false}
          onChange={(score) => onFilter({ ...filter, min_score: Number(score) || undefined })}
          data={[
            { value: '0', label: t('duplicates.anyScore') },
            ...SCORES.map((score) => ({
              value: String(score),
              label: t('duplicates.fromScore', { score }),
            })),
          ]}
        />
        <span className={s.keys}>{t('duplicates.keys')}</span>
      </div>
    </>
  );
}

function Empty({ filter }: { filter: QueueFilter }) {
  const { t } = useTranslation();
  const whole = filter.state === 'OPEN' && !filter.min_score;
  return (
    <EmptyState
      icon={IconCopyCheck}
      tone={whole ? 'accent' : 'gray'}
      title={t(whole ? 'duplicates.empty' : 'duplicates.emptyState')}
      hint={t(whole ? 'duplicates.emptyHint' : 'duplicates.emptyStateHint')}
    />
  );
}

/** Where in the queue one is, and what can be done there. */
function useQueue(pairs: readonly DuplicatePair[]) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [chosen, setChosen] = useState('');
  const [byKey, setByKey] = useState(false);
  const [merging, setMerging] = useState<DuplicatePair | null>(null);
  const dismissing = useDismiss();
  const reopening = useReopen();
  const at = Math.max(
    0,
    pairs.findIndex((pair) => pair.name === chosen),
  );
  const active = pairs[at];
  const setActive = (name: string) => {
    setByKey(false);
    setChosen(name);
  };
  /** The next one, or the last if that was the last. */
  const leave = (pair: DuplicatePair) => {
    const place = pairs.indexOf(pair);
    setActive((pairs[place + 1] ?? pairs[place - 1])?.name ?? '');
  };
  const reopen = (pair: DuplicatePair) => {
    leave(pair);
    reopening.mutate(pair, { onSuccess: () => refreshPairs(client) });
  };
  const dismiss = (pair: DuplicatePair) => {
    leave(pair);
    dismissing.mutate(pair, {
      onSuccess: (dismissed) => toastUndo(t('duplicates.dismissed'), () => reopen(dismissed)),
    });
  };
  const merged = (made: boolean) => {
    if (made && merging) leave(merging);
    setMerging(null);
    if (made) void refreshPairs(client);
  };
  const move = (by: number) => {
    setByKey(true);
    setChosen(pairs[at + by]?.name ?? active?.name ?? '');
  };
  return { active, byKey, setActive, move, dismiss, reopen, merging, setMerging, merged };
}
