import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orgUnitsQuery } from '@/shared/session/directory';
import { useCan } from '@/shared/session/session';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { toastDone } from '@/shared/ui/toast';
import { everybodyQuery, useDeleteUnit } from './api';
import { type OrgUnit, treeOf, visibleNodes } from './orgTree';
import s from './parts/Admin.module.css';
import { MoveUnitModal } from './parts/MoveUnitModal';
import { UnitsTree } from './parts/UnitsTree';
import { useUnitMove } from './parts/useUnitMove';

// What opens on top of the tree comes when it is opened.
const UnitDrawer = lazy(() =>
  import('./parts/UnitDrawer').then((module) => ({ default: module.UnitDrawer })),
);

export interface UnitAction {
  kind: 'add' | 'edit' | 'move' | 'delete';
  unit: OrgUnit;
}

/** The tree of branches and departments: who is where, and who leads whom. */
export function OrgUnitsPage() {
  const can = useCan();
  if (!can('org_units.read')) return <NoRight permission="org_units.read" />;
  return <Units />;
}

function Units() {
  const { t } = useTranslation();
  const can = useCan();
  const list = useQuery(orgUnitsQuery);
  const people = useQuery({ ...everybodyQuery, enabled: can('users.read') });
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [action, setAction] = useState<UnitAction | null>(null);
  const units = list.data;
  const move = useUnitMove(units ?? []);
  const nodes = useMemo(() => visibleNodes(treeOf(units ?? []), closed), [units, closed]);
  const close = () => setAction(null);
  if (list.isPending) return <PageSkeleton />;
  if (!units) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const writes = can('org_units.write');
  const root = units.find((one) => one.parent === '');
  const toggle = (name: string) => {
    const next = new Set(closed);
    if (!next.delete(name)) next.add(name);
    setClosed(next);
  };
  return (
    <div className={s.page}>
      <PageHead title={t('adminUi.units.title')}>
        {writes && root && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAction({ kind: 'add', unit: root })}>
            {t('adminUi.units.create')}
          </Button>
        )}
      </PageHead>
      {list.isError && <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />}
      <div className={s.body}>
        {writes && units.length > 1 && <p className={s.text}>{t('adminUi.units.dragHint')}</p>}
        <UnitsTree
          units={units}
          nodes={nodes}
          people={people.data ?? []}
          closed={closed}
          writes={writes}
          onToggle={toggle}
          onAction={setAction}
          onMove={move}
        />
      </div>
      {(action?.kind === 'add' || action?.kind === 'edit') && (
        <Suspense>
          <UnitDrawer
            key={`${action.kind} ${action.unit.name}`}
            unit={action.kind === 'edit' ? action.unit : null}
            parent={action.unit}
            units={units}
            onClose={close}
          />
        </Suspense>
      )}
      {action?.kind === 'move' && (
        <MoveUnitModal unit={action.unit} units={units} onMove={move} onClose={close} />
      )}
      {action?.kind === 'delete' && <DeleteUnit unit={action.unit} onClose={close} />}
    </div>
  );
}

function DeleteUnit({ unit, onClose }: { unit: OrgUnit; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteUnit();
  const name = unit.display_name;
  return (
    <ConfirmTyped
      opened
      title={t('adminUi.units.deleteTitle', { name })}
      confirm={t('adminUi.units.delete')}
      loading={remove.isPending}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(unit, {
          onSuccess: () => toastDone(t('adminUi.units.deleted', { name })),
          onSettled: onClose,
        })
      }
    >
      {t('adminUi.units.deleteText')}
    </ConfirmTyped>
  );
}
