import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconChecklist, IconPlus, IconRepeat, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MassDrawer } from '@/features/mass';
import { idOf } from '@/shared/api/client';
import { cappedCount } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { ColumnChooser } from '@/shared/ui/data-grid/ColumnChooser';
import { arrange, toViewColumns } from '@/shared/ui/data-grid/columns';
import { ListGrid } from '@/shared/ui/data-grid/ListGrid';
import { useKeysetRows } from '@/shared/ui/data-grid/useKeysetRows';
import { useLayout } from '@/shared/ui/data-grid/useLayout';
import { useSelection } from '@/shared/ui/data-grid/useSelection';
import { EmptyState } from '@/shared/ui/EmptyState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { ViewTabs } from '@/shared/ui/views/ViewTabs';
import { viewsQuery } from '@/shared/ui/views/views';
import { countQuery, fetchWorks, listKey, type Sign, type Work } from './api';
import { Bulk } from './Bulk';
import { columnsOf, PhoneRow } from './columns';
import { Filters } from './Filters';
import type { WorkSearch } from './search';
import { useLiveWorks } from './useLiveWorks';
import { useWorkActs } from './useWorkActs';
import { useZone } from './useZone';
import { VIEWS } from './views';
import { useActions } from './WorkLine';
import s from './Works.module.css';

const NewWork = lazy(() => import('./form/WorkForm').then((m) => ({ default: m.NewWork })));

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
  const { data: saved } = useQuery(viewsQuery(VIEWS.resource));
  const [layout, setLayout] = useLayout(
    VIEWS.resource,
    saved?.find(({ name }) => name === search.view),
  );
  const [selection, select] = useSelection(JSON.stringify(key));
  const order = arrange(columns, layout).map(({ id }) => id);
  const viewColumns = toViewColumns({ order, widths: layout?.widths ?? {} });
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
            className={s.wide}
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
        <Tooltip label={t('works.repeatedOnes')}>
          <ActionIcon
            variant="default"
            aria-label={t('works.repeatedOnes')}
            renderRoot={(props) => <Link to="/repeated-works" {...props} />}
          >
            <IconRepeat size={16} />
          </ActionIcon>
        </Tooltip>
        <span className={s.wide}>
          <ColumnChooser columns={columns} layout={layout} onLayout={setLayout} />
        </span>
      </PageHead>
      <ViewTabs views={VIEWS} search={search} columns={viewColumns} onView={go} />
      <Filters search={search} onChange={(patch) => go({ ...search, ...patch })} />
      <ListGrid<Work>
        label={t('works.title')}
        columns={columns}
        layout={layout}
        onLayout={setLayout}
        listKey={key}
        rows={rows}
        total={total}
        sort={search.order_by ?? (ended ? 'close_time desc' : 'due_time')}
        onSort={(order_by) => go({ ...search, order_by })}
        selection={can('works.assign') ? selection : undefined}
        onSelection={select}
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
        phone={phone}
        empty={<EmptyState icon={IconChecklist} title={t('works.nothing')} hint={t('works.nothingHint')} />}
      />
      <Bulk search={search} selection={selection} onSelection={select} total={total} />
      {acts.dialogs}
      <Suspense>
        {adding === 'one' && <NewWork onClose={() => setAdding(null)} />}
        {adding === 'many' && <MassDrawer onClose={() => setAdding(null)} />}
      </Suspense>
    </div>
  );
}
