import { Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { funnelsQuery } from '../api';
import { DealFilters } from '../DealFilters';
import { moniesShort } from '../format';
import { totals } from '../model';
import type { DealSearch } from '../search';
import { useLiveDeals } from '../useLiveDeals';
import { Views } from '../Views';
import { boardKey, useBoard } from './api';
import s from './Board.module.css';
import { Columns } from './Columns';
import { useMoving } from './useMoving';

const NewDeal = lazy(() => import('../NewDeal'));

export function BoardPage() {
  const can = useCan();
  if (!can('deals.read')) return <NoRight permission="deals.read" />;
  return <Funnels />;
}

/** The board is of one funnel: the chosen one, else the default one. */
function Funnels() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/deals' });
  const funnels = useQuery(funnelsQuery);
  if (funnels.isPending) return <PageSkeleton />;
  if (funnels.isError) return <ErrorState error={funnels.error} retry={() => void funnels.refetch()} />;
  const chosen =
    funnels.data.find((each) => idOf(each.name) === search.funnel) ??
    funnels.data.find((each) => each.default);
  if (!chosen) return <EmptyState title={t('deals.noFunnel')} />;
  return <Board key={chosen.name} funnel={idOf(chosen.name)} search={search} />;
}

function Board({ funnel, search }: { funnel: string; search: DealSearch }) {
  const { t } = useTranslation();
  useTitle(t('deals.title'));
  const can = useCan();
  const navigate = useNavigate();
  const [adding, setAdding] = useState<string | null>(null);
  const board = useBoard(funnel, search);
  const key = boardKey(funnel, search);
  const { move, close, dialogs } = useMoving(key);
  useLiveDeals();
  const go = (next: DealSearch) => void navigate({ to: '/deals', search: next, replace: true });
  const columns = board.data?.columns ?? [];
  return (
    <div className="page">
      <PageHead
        title={t('deals.title')}
        aside={
          board.data && (
            <span className={s.totals}>
              <span>
                {t('deals.underWay')} <b>{moniesShort(totals(columns, 'amounts'))}</b>
              </span>
              <span>
                {t('deals.forecast')} <b>{moniesShort(totals(columns, 'weighted_amounts'))}</b>
              </span>
            </span>
          )
        }
      >
        <Views view="board" search={search} />
        <FunnelPicker funnel={funnel} onChange={(next) => go({ ...search, funnel: next })} />
        {can('deals.create') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding('')}>
            {t('deals.create')}
          </Button>
        )}
      </PageHead>
      <DealFilters search={search} onChange={(patch) => go({ ...search, ...patch })} />
      {board.isError && board.data && (
        <StaleBar time={board.dataUpdatedAt} retry={() => void board.refetch()} />
      )}
      {board.isPending ? (
        <PageSkeleton />
      ) : board.data ? (
        <Columns
          board={board.data}
          funnel={funnel}
          search={search}
          onMove={move}
          onClose={close}
          onAdd={can('deals.create') ? () => setAdding(funnel) : undefined}
        />
      ) : (
        <ErrorState error={board.error} retry={() => void board.refetch()} />
      )}
      {dialogs}
      <Suspense>
        {adding !== null && <NewDeal funnel={`funnels/${funnel}`} onClose={() => setAdding(null)} />}
      </Suspense>
    </div>
  );
}

function FunnelPicker({ funnel, onChange }: { funnel: string; onChange: (funnel: string) => void }) {
  const { t } = useTranslation();
  const { data = [] } = useQuery(funnelsQuery);
  const shown = data.filter((each) => !each.archived || idOf(each.name) === funnel);
  if (shown.length < 2) return null;
  return (
    <Select
      aria-label={t('deals.funnel')}
      allowDeselect={false}
      w={210}
      value={funnel}
      data={shown.map((each) => ({ value: idOf(each.name), label: each.display_name }))}
      onChange={(next) => next && onChange(next)}
    />
  );
}
