import { Button } from '@mantine/core';
import { IconLayoutKanban, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { cappedCount } from '@/shared/lib/format';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { ListGrid } from '@/shared/ui/data-grid/ListGrid';
import { useKeysetRows } from '@/shared/ui/data-grid/useKeysetRows';
import { EmptyState } from '@/shared/ui/EmptyState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { countQuery, type Deal, fetchDeals, funnelsQuery, listKey } from '../api';
import { DealFilters } from '../DealFilters';
import { DrillFilters } from '../DrillFilters';
import type { DealSearch } from '../search';
import { useLiveDeals } from '../useLiveDeals';
import { Views } from '../Views';
import { columnsOf, PhoneRow } from './columns';

const NewDeal = lazy(() => import('../NewDeal'));

export function TablePage() {
  const can = useCan();
  if (!can('deals.read')) return <NoRight permission="deals.read" />;
  return <Table />;
}

function Table() {
  const { t } = useTranslation();
  useTitle(t('deals.title'));
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const search = useSearch({ from: '/deals/table' });
  const navigate = useNavigate();
  const { data: funnels = [] } = useQuery(funnelsQuery);
  const standard = funnels.find((each) => each.default)?.name ?? '';
  const stages = useMemo(
    () => new Map(funnels.flatMap((each) => each.stages.map((stage) => [stage.id, stage] as const))),
    [funnels],
  );
  const columns = useMemo(() => columnsOf(t, stages), [t, stages]);
  const key = listKey(search);
  const rows = useKeysetRows(key, (token, signal) => fetchDeals(search, token, signal));
  const total = useQuery(countQuery(search)).data;
  useLiveDeals();
  const go = (next: DealSearch) => void navigate({ to: '/deals/table', search: next, replace: true });
  const change = (patch: Partial<DealSearch>) => go({ ...search, ...patch });
  const phone = useCallback((row: Deal) => <PhoneRow row={row} stages={stages} />, [stages]);
  return (
    <div className="page">
      <PageHead
        title={t('deals.title')}
        aside={total && <span>{cappedCount(Number(total.count), total.capped)}</span>}
      >
        <Views view="table" search={search} />
        {can('deals.create') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t('deals.create')}
          </Button>
        )}
      </PageHead>
      <DealFilters search={search} onChange={change}>
        <DrillFilters search={search} onChange={change} />
      </DealFilters>
      <ListGrid<Deal>
        label={t('deals.title')}
        columns={columns}
        listKey={key}
        rows={rows}
        total={total}
        sort={search.order_by ?? 'create_time desc'}
        onSort={(order_by) => go({ ...search, order_by })}
        onOpen={(row, event) => {
          if ((event?.target as Element | undefined)?.closest('a')) return;
          void navigate({ to: '/deals/$id', params: { id: idOf(row.name) } });
        }}
        phone={phone}
        empty={
          <EmptyState icon={IconLayoutKanban} title={t('deals.nothing')} hint={t('deals.nothingHint')} />
        }
      />
      <Suspense>
        {adding && (
          <NewDeal
            funnel={search.funnel ? `funnels/${search.funnel}` : standard}
            onClose={() => setAdding(false)}
          />
        )}
      </Suspense>
    </div>
  );
}
