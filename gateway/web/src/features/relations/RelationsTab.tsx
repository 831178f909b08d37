import { Button, SegmentedControl } from '@mantine/core';
import { IconAffiliate, IconPlus, IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { StaleBar } from '@/shared/ui/StaleBar';
import { type Relation, relationsOfQuery } from './api';
import { RelationList } from './RelationList';
import s from './Relations.module.css';
import { Waiting } from './Waiting';

const GraphView = lazy(() => import('./GraphView').then((module) => ({ default: module.GraphView })));
const RelationDialog = lazy(() =>
  import('./RelationDialog').then((module) => ({ default: module.RelationDialog })),
);
const PathDialog = lazy(() => import('./PathDialog').then((module) => ({ default: module.PathDialog })));

/** Who is what to this client and to its people. */
export function RelationsTab({ row }: { row: Counterparty }) {
  const { t } = useTranslation();
  const can = useCan();
  const list = useQuery(relationsOfQuery(row.name));
  const [view, setView] = useState('list');
  const [dialog, setDialog] = useState<Relation | 'new' | 'path' | null>(null);
  if (list.isPending) return <Waiting />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const writable = can('counterparties.update') && row.state === 'ACTIVE';
  const add = writable && (
    <Button leftSection={<IconPlus size={15} />} size="compact-sm" onClick={() => setDialog('new')}>
      {t('relations.add')}
    </Button>
  );
  const close = () => setDialog(null);
  return (
    <div>
      {list.isError && <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />}
      <div className={s.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t('relations.views')}
          value={view}
          onChange={setView}
          data={['list', 'graph'].map((value) => ({ value, label: t(`relations.${value}`) }))}
        />
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconRoute size={15} />}
          onClick={() => setDialog('path')}
        >
          {t('relations.find')}
        </Button>
        {list.data.length > 0 && add}
      </div>
      {view === 'graph' ? (
        <Suspense fallback={<Waiting h={420} />}>
          <GraphView row={row} />
        </Suspense>
      ) : list.data.length === 0 ? (
        <EmptyState
          icon={IconAffiliate}
          tone="gray"
          title={t('relations.none')}
          hint={t(writable ? 'relations.noneHint' : 'relations.noneRead')}
        >
          {add}
        </EmptyState>
      ) : (
        <RelationList relations={list.data} client={row.name} onEdit={setDialog} />
      )}
      <Suspense>
        {dialog === 'path' && <PathDialog row={row} onClose={close} />}
        {dialog && dialog !== 'path' && (
          <RelationDialog row={row} relation={dialog === 'new' ? null : dialog} onClose={close} />
        )}
      </Suspense>
    </div>
  );
}
