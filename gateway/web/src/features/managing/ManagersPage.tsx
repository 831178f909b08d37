import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconPlus, IconTrash, IconUserHeart } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSegments } from '@/shared/session/directory';
import { useCan } from '@/shared/session/session';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import a from '../admin/parts/Admin.module.css';
import { Attention } from './Attention';
import { type Manager, managersQuery, useDeleteManager } from './api';
import s from './Managing.module.css';

const ManagerDrawer = lazy(() =>
  import('./ManagerDrawer').then((module) => ({ default: module.ManagerDrawer })),
);

/** Who looks after which segments, and where that does not fit the clients. */
export function ManagersPage() {
  const can = useCan();
  if (!can('managers.read')) return <NoRight permission="managers.read" />;
  return <Managers />;
}

function Managers() {
  const { t } = useTranslation();
  const can = useCan();
  const list = useQuery(managersQuery);
  const [opened, setOpened] = useState<Manager | 'new' | null>(null);
  const [removing, setRemoving] = useState<Manager | null>(null);
  const writes = can('managers.write');
  if (list.isPending) return <PageSkeleton />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const create = writes && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpened('new')}>
      {t('managing.create')}
    </Button>
  );
  return (
    <div className={a.page}>
      <PageHead title={t('managing.title')}>{list.data.length > 0 && create}</PageHead>
      {list.isError && <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />}
      <div className={a.body}>
        {can('counterparties.read') && <Attention />}
        {list.data.length === 0 ? (
          <EmptyState icon={IconUserHeart} title={t('managing.empty')} hint={t('managing.emptyHint')}>
            {create}
          </EmptyState>
        ) : (
          <table className={a.table} aria-label={t('managing.label')}>
            <thead>
              <tr>
                <th>{t('managing.user')}</th>
                <th>{t('managing.segments')}</th>
                <th>{t('managing.clients')}</th>
                <th aria-label={t('managing.edit')} />
              </tr>
            </thead>
            <tbody>
              {list.data.map((manager) => (
                <Row
                  key={manager.name}
                  manager={manager}
                  onEdit={writes ? () => setOpened(manager) : undefined}
                  onDelete={() => setRemoving(manager)}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Suspense>
        {opened && (
          <ManagerDrawer manager={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />
        )}
      </Suspense>
      {removing && <DeleteManager manager={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}

interface RowProps {
  manager: Manager;
  onEdit?: () => void;
  onDelete: () => void;
}

function Row({ manager, onEdit, onDelete }: RowProps) {
  const { t } = useTranslation();
  const segments = useSegments();
  const name = manager.user_display_name || manager.user;
  const counted = { count: manager.client_count, limit: manager.capacity };
  const full = manager.capacity > 0 && manager.client_count >= manager.capacity;
  return (
    <tr className={a.row} data-off={!manager.active || undefined}>
      <td>
        {onEdit ? (
          <button type="button" className={a.name} onClick={onEdit}>
            {name}
          </button>
        ) : (
          name
        )}
        {!manager.active && <span className={a.sub}>{t('managing.inactive')}</span>}
      </td>
      <td>
        <div className={a.tags}>
          {manager.segments.map((each) => (
            <Tag key={each} color={segments.get(each)?.color}>
              {segments.get(each)?.display_name ?? each}
            </Tag>
          ))}
        </div>
      </td>
      <td className={s.number} data-full={full || undefined}>
        {manager.capacity ? t('managing.of', counted) : t('list.total', { ...counted, plus: '' })}
        {full && <span className={a.sub}>{t('managing.full')}</span>}
      </td>
      <td className={a.menu}>
        {onEdit && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon className={a.menuInner} aria-label={t('managing.actions', { name })}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
                {t('managing.edit')}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onDelete}>
                {t('managing.delete')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </td>
    </tr>
  );
}

function DeleteManager({ manager, onClose }: { manager: Manager; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteManager();
  const name = manager.user_display_name;
  return (
    <ConfirmTyped
      opened
      title={t('managing.deleteTitle', { name })}
      confirm={t('managing.delete')}
      loading={remove.isPending}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(manager, {
          onSuccess: () => toastDone(t('managing.deleted', { name })),
          onSettled: onClose,
        })
      }
    >
      {t('managing.deleteText')}
    </ConfirmTyped>
  );
}
