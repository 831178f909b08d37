import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChecklist, IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MassDrawer } from '@/features/mass';
import { idOf } from '@/shared/api/client';
import { cappedCount } from '@/shared/lib/format';
import { useCan, usePreferences } from '@/shared/session/session';
import { DataGrid } from '@/shared/ui/data-grid/DataGrid';
import { useKeysetRows } from '@/shared/ui/data-grid/useKeysetRows';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { StaleBar } from '@/shared/ui/StaleBar';
import { countQuery, fetchWorks, listKey, type Sign, type Work } from './api';
import { columnsOf, PhoneRow } from './columns';
import { Filters } from './Filters';
import type { WorkSearch } from './search';
import { useLiveWorks } from './useLiveWorks';
import { useWorkActs } from './useWorkActs';
import { useZone } from './useZone';
import { useActions } from './WorkLine';

const NewWork = lazy(() => import('./form/WorkForm').then((m) => ({ default: m.NewWork })));
const HEIGHTS = { compact: 38, comfortable: 48, phone: 62 } as const;

export function WorksPage() {
  const can = useCan();
  if (!can('works.read')) return <NoRight permission="works.read" />;
  return <Works />;
}

function Works() {
  const { t } = useTranslation();
  const can = useCan();
  const zone = useZone();
  const search = useSearch({ from: '/works' });
  const navigate = useNavigate();
  const { density = 'compact' } = usePreferences();
  const narrow = useMediaQuery('(max-width: 820px)', undefined, { getInitialValueInEffect: false });
  const [adding, setAdding] = useState<'one' | 'many' | null>(null);
  const acts = useWorkActs();
  // Columns are the same while a dialog opens and closes.
  const latest = useRef(acts);
  latest.current = acts;
  const actions = useActions();
  const columns = useMemo(() => columnsOf({ t, actions, zone, acts: latest.current }), [t, actions, zone]);
  const phone = useCallback(
    (row: Work) => <PhoneRow row={row} actions={actions} zone={zone} t={t} />,
    [actions, zone, t],
  );
  const key = listKey(search, zone);
  const rows = useKeysetRows(key, (token, signal) => fetchWorks(search, zone, token, signal));
  const total = useQuery(countQuery(search, zone)).data;
  useLiveWorks();
  const go = (next: WorkSearch) => void navigate({ to: '/works', search: next, replace: true });
  const close = (sign: Sign) => (row: Work) => {
    if (row.state === 'OPEN' && can('works.update')) acts.close(row, sign);
  };
  const ended = search.state?.length && search.state.every((each) => each === 'DONE' || each === 'CANCELLED');
  return (
    <div className="page">
      <PageHead
        title={t('works.title')}
        aside={total && <span>{cappedCount(Number(total.count), total.capped)}</span>}
      >
        {can('works.assign') && (
          <Button
            variant="default"
            leftSection={<IconUsersGroup size={16} />}
            onClick={() => setAdding('many')}
          >
            {t('works.createMany')}
          </Button>
        )}
        {can('works.create') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding('one')}>
            {t('works.create')}
          </Button>
        )}
      </PageHead>
      <Filters search={search} onChange={(patch) => go({ ...search, ...patch })} />
      {rows.error && rows.items.length > 0 && <StaleBar time={rows.time} retry={rows.reload} />}
      {rows.error && rows.items.length === 0 ? (
        <ErrorState error={rows.error} retry={rows.reload} />
      ) : (
        <DataGrid<Work>
          label={t('works.title')}
          columns={columns}
          rows={rows}
          total={total && !total.capped ? Number(total.count) + 1 : undefined}
          sort={search.order_by ?? (ended ? 'close_time desc' : 'due_time')}
          onSort={(order_by) => go({ ...search, order_by })}
          onOpen={(row, event) => {
            if ((event?.target as Element | undefined)?.closest('a, button')) return;
            void navigate({ to: '/works/$id', params: { id: idOf(row.name) } });
          }}
          rowKeys={{
            'shift+Equal': close('PLUS'),
            Equal: close('PLUS'),
            NumpadAdd: close('PLUS'),
            Minus: close('MINUS'),
            NumpadSubtract: close('MINUS'),
          }}
          place={JSON.stringify(key)}
          rowHeight={narrow ? HEIGHTS.phone : HEIGHTS[density]}
          phone={narrow ? phone : undefined}
          empty={<EmptyState icon={IconChecklist} title={t('works.nothing')} hint={t('works.nothingHint')} />}
        />
      )}
      {acts.dialogs}
      <Suspense>
        {adding === 'one' && <NewWork onClose={() => setAdding(null)} />}
        {adding === 'many' && <MassDrawer onClose={() => setAdding(null)} />}
      </Suspense>
    </div>
  );
}
