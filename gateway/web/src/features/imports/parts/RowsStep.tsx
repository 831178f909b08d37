import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconCircleCheck, IconTableOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import type { ImportFile } from '../model';
import { firstTab, type Tab, tabsOf } from '../rows';
import { RowCards } from './RowCards';
import { RowInspector } from './RowInspector';
import s from './RowsStep.module.css';
import { RowsTable } from './RowsTable';
import { RowsToolbar } from './RowsToolbar';
import { SelectionBar } from './SelectionBar';
import { type DeskState, useDesk } from './useDesk';
import { useRowTarget } from './useRowTarget';

/** The staging desk: rows by verdict, repaired where they stand. */
export function RowsStep({ file }: { file: ImportFile }) {
  const search = useSearch({ from: '/imports/$id' });
  const navigate = useNavigate({ from: '/imports/$id' });
  // Decided once: while rows are repaired the counts change, the tab must not jump.
  const [opening] = useState(() => firstTab(file));
  const tabs = tabsOf(file);
  const tab: Tab = tabs.find((one) => one.tab === search.verdict)?.tab ?? opening;
  const show = (next: { verdict?: Tab; reason?: string; row?: string }) =>
    void navigate({ search: { step: 'rows', verdict: tab, ...next } });
  return (
    <Rows
      // Another filter is another list: nothing of the old one may stay selected or edited.
      key={`${tab} ${search.reason ?? ''}`}
      file={file}
      tab={tab}
      reason={search.reason ?? ''}
      target={search.row ? Number(search.row) : undefined}
      onShow={show}
    />
  );
}

interface RowsProps {
  file: ImportFile;
  tab: Tab;
  reason: string;
  target: number | undefined;
  onShow: (next: { verdict?: Tab; reason?: string; row?: string }) => void;
}

function Rows({ file, tab, reason, target, onShow }: RowsProps) {
  const { t } = useTranslation();
  const can = useCan();
  const filter = { ...(tab === 'all' ? {} : { verdict: tab }), ...(reason ? { reason } : {}) };
  const desk = useDesk(file, filter, can('imports.write'));
  const phone = useMediaQuery('(max-width: 820px)', false, { getInitialValueInEffect: false });
  const wide = useMediaQuery('(min-width: 1280px)', true, { getInitialValueInEffect: false });
  const [details, setDetails] = useState(true);
  const [drawer, setDrawer] = useState(false);
  useRowTarget(desk, target);
  const row = desk.active ? desk.rows[desk.active.row] : undefined;
  const showRow = (number: number) => onShow({ verdict: 'all', reason: undefined, row: String(number) });
  const openDetails = () => (wide ? setDetails(true) : setDrawer(true));
  useEffect(() => {
    if (!row) setDrawer(false);
  }, [row]);

  const inspector = row && (
    <RowInspector
      key={row.name}
      desk={desk}
      row={row}
      onClose={() => (wide ? setDetails(false) : setDrawer(false))}
      onRow={showRow}
    />
  );
  return (
    <div className={s.step}>
      <RowsToolbar desk={desk} tab={tab} reason={reason} onShow={onShow} />
      <div className={s.main}>
        <Body desk={desk} tab={tab} phone={phone} onDetails={openDetails} onRow={showRow} />
        {wide && details && inspector && <aside className={s.aside}>{inspector}</aside>}
      </div>
      <SelectionBar desk={desk} />
      {!wide && (
        <Drawer
          opened={drawer && row !== undefined}
          onClose={() => setDrawer(false)}
          position={phone ? 'bottom' : 'right'}
          size={phone ? '85%' : 400}
          withCloseButton={false}
          padding={0}
          title={t('importsUi.problem.row', { number: row?.number ?? '' })}
          classNames={{ header: s.noHeader }}
        >
          {inspector}
        </Drawer>
      )}
      <div className="visuallyHidden" role="status" aria-live="polite">
        {desk.said}
      </div>
    </div>
  );
}

interface BodyProps {
  desk: DeskState;
  tab: Tab;
  phone: boolean;
  onDetails: () => void;
  onRow: (number: number) => void;
}

function Body({ desk, tab, phone, onDetails, onRow }: BodyProps) {
  const { t } = useTranslation();
  const { query } = desk;
  if (query.isError && !query.data)
    return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.isPending && desk.rows.length === 0) {
    const clean = tab === 'REJECTED';
    return (
      <EmptyState
        icon={clean ? IconCircleCheck : IconTableOff}
        tone={clean ? 'accent' : 'gray'}
        title={t(`importsUi.tabEmpty.${tab}`)}
        hint={t(`importsUi.tabEmptyHint.${tab}`)}
      />
    );
  }
  const View = phone ? RowCards : RowsTable;
  return <View desk={desk} onDetails={onDetails} onRow={onRow} />;
}
