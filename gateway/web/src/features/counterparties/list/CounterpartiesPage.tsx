import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDownload, IconFileImport, IconRefresh } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type MouseEvent, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomFields } from '@/features/customFields';
import { idOf } from '@/shared/api/client';
import type { Counterparty } from '@/shared/api/types';
import type { ListSearch } from '@/shared/lib/search';
import { useTitle } from '@/shared/lib/useTitle';
import { useOrgUnits, useSegments } from '@/shared/session/directory';
import { useCan, usePreferences } from '@/shared/session/session';
import { ColumnChooser } from '@/shared/ui/data-grid/ColumnChooser';
import { arrange, toViewColumns } from '@/shared/ui/data-grid/columns';
import { DataGrid } from '@/shared/ui/data-grid/DataGrid';
import { useKeysetRows } from '@/shared/ui/data-grid/useKeysetRows';
import { useLayout } from '@/shared/ui/data-grid/useLayout';
import { useLiveList } from '@/shared/ui/data-grid/useLiveList';
import { useSelection } from '@/shared/ui/data-grid/useSelection';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { StaleBar } from '@/shared/ui/StaleBar';
import { ViewTabs } from '@/shared/ui/views/ViewTabs';
import { viewSearch, viewsQuery } from '@/shared/ui/views/views';
import { countQuery, fetchItem, fetchPage, listKey, refreshLists } from '../api';
import { useMayEdit } from '../card/useAccess';
import { Bulk } from './Bulk';
import { CountLabel } from './CountLabel';
import { type CellField, listColumns, PhoneRow } from './columns';
import { customColumns } from './customColumns';
import { ExportMenu } from './ExportMenu';
import { FilterBar } from './FilterBar';
import s from './List.module.css';
import { EmptyList } from './ListStates';
import { rememberList } from './neighbours';
import { useRowTools } from './useRowTools';
import { VIEWS } from './views';

const HEIGHTS = { compact: 38, comfortable: 48, phone: 62 } as const;

export function CounterpartiesPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('nav.counterparties'));
  if (!can('counterparties.read')) return <NoRight permission="counterparties.read" />;
  return <List />;
}

function List() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/counterparties' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const { density = 'compact' } = usePreferences();
  const narrow = useMediaQuery('(max-width: 820px)', undefined, { getInitialValueInEffect: false });
  const { data: saved } = useQuery(viewsQuery(VIEWS.resource));
  const view = saved?.find((one) => one.name === search.view);
  const [layout, setLayout] = useLayout(VIEWS.resource, view);
  const segments = useSegments();
  const units = useOrgUnits();
  const mayEdit = useMayEdit();
  const fields = useCustomFields('COUNTERPARTY');
  const columns = useMemo(
    () => [...listColumns(t, { segments, units }, mayEdit), ...customColumns(fields)],
    [t, segments, units, mayEdit, fields],
  );

  const key = listKey(search);
  const place = JSON.stringify(key);
  const rows = useKeysetRows(key, (token, signal) => fetchPage(search, token, signal));
  const total = useQuery(countQuery(search)).data;
  const [outdated, refreshed] = useLiveList({
    key,
    shown: rows.items,
    collection: 'counterparties',
    updated: 'counterparty_updated',
    fetchItem,
  });
  const [selection, select] = useSelection(place);

  const go = useCallback(
    (next: ListSearch) => void navigate({ to: '/counterparties', search: next, replace: true }),
    [navigate],
  );
  const reset = () => go({ ...viewSearch(VIEWS, search.view ?? 'all', saved), view: search.view });
  const { peek, follow, edit, rowKeys, parts } = useRowTools(rows.items, mayEdit);
  const open = (row: Counterparty, event?: MouseEvent) => {
    const id = idOf(row.name);
    const target = event?.target as Element | undefined;
    if (target?.closest('a')) return;
    const act = target?.closest<HTMLElement>('[data-act]')?.dataset.act;
    if (act === 'peek') return peek(row);
    if (act) return edit(row, act as CellField, target!.closest('[role=gridcell]'));
    if (event?.ctrlKey || event?.metaKey) window.open(`/counterparties/${id}`, '_blank', 'noopener');
    else void navigate({ to: '/counterparties/$id', params: { id } });
  };
  rememberList(useMemo(() => rows.items.map((row) => row.name), [rows.items]));
  const phone = useCallback(
    (row: Counterparty) => <PhoneRow row={row} segments={segments} t={t} />,
    [segments, t],
  );
  const visible = arrange(columns, layout);
  const viewColumns = toViewColumns({
    order: visible.map((column) => column.id),
    widths: layout?.widths ?? {},
  });
  return (
    <div className="page">
      <PageHead
        title={t('nav.counterparties')}
        aside={
          <span className={s.aside}>
            <CountLabel search={search} />
            {outdated && (
              <button
                type="button"
                className={s.outdated}
                aria-label={t('list.outdated')}
                onClick={() => {
                  refreshed();
                  refreshLists(client);
                }}
              >
                <IconRefresh size={14} aria-hidden />
                <span className={s.wide}>{t('list.outdated')}</span>
              </button>
            )}
          </span>
        }
      >
        <Actions search={search} />
        <span className={s.wide}>
          <ColumnChooser columns={columns} layout={layout} onLayout={setLayout} />
        </span>
      </PageHead>
      <ViewTabs views={VIEWS} search={search} columns={viewColumns} onView={go} />
      <FilterBar search={search} onChange={(patch) => go({ ...search, ...patch })} onReset={reset} />
      {rows.error && rows.items.length > 0 && <StaleBar time={rows.time} retry={rows.reload} />}
      {rows.error && rows.items.length === 0 ? (
        <ErrorState error={rows.error} retry={rows.reload} />
      ) : (
        <div className={s.main}>
          <DataGrid<Counterparty>
            label={t('nav.counterparties')}
            columns={columns}
            layout={layout}
            onLayout={setLayout}
            rows={rows}
            total={total && !total.capped ? total.count + 1 : undefined}
            sort={search.order_by ?? (search.query ? undefined : 'display_name')}
            onSort={(order_by) => go({ ...search, order_by })}
            selection={selection}
            onSelection={select}
            onOpen={open}
            onActive={follow}
            onPeek={peek}
            rowKeys={rowKeys}
            place={place}
            rowHeight={narrow ? HEIGHTS.phone : HEIGHTS[density]}
            phone={narrow ? phone : undefined}
            empty={<EmptyList search={search} onReset={reset} />}
          />
          {parts}
        </div>
      )}
      <Bulk search={search} selection={selection} onSelection={select} total={total} />
    </div>
  );
}

function Actions({ search }: { search: ListSearch }) {
  const { t } = useTranslation();
  const can = useCan();
  return (
    <>
      {can('imports.write') && (
        <Button
          variant="default"
          className={s.wide}
          leftSection={<IconFileImport size={16} />}
          renderRoot={(props) => <Link to="/imports" {...props} />}
        >
          {t('list.importShort')}
        </Button>
      )}
      {can('counterparties.export') && (
        <ExportMenu target={{ search, all: true, names: [] }}>
          {(loading) => (
            <Button
              variant="default"
              aria-label={t('list.export')}
              classNames={{ root: s.export, section: s.exportIcon }}
              leftSection={<IconDownload size={16} />}
              loading={loading}
            >
              <span className={s.wide}>{t('list.export')}</span>
            </Button>
          )}
        </ExportMenu>
      )}
    </>
  );
}
