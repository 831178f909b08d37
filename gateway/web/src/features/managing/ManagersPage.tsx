import { Menu } from '@mantine/core';
import { IconPencil, IconTrash, IconUserHeart } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSegments } from '@/shared/session/directory';
import { useCan } from '@/shared/session/session';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { NoRight } from '@/shared/ui/NoRight';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
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
  return (
    <DictionaryPage
      title={t('managing.title')}
      query={list}
      create={writes ? { label: t('managing.create'), onClick: () => setOpened('new') } : undefined}
      empty={{ icon: IconUserHeart, title: t('managing.empty'), hint: t('managing.emptyHint') }}
      above={can('counterparties.read') && <Attention />}
      table={(managers) => (
        <table className={d.table} aria-label={t('managing.label')}>
          <thead>
            <tr>
              <th>{t('managing.user')}</th>
              <th>{t('managing.segments')}</th>
              <th>{t('managing.clients')}</th>
              <th aria-label={t('managing.edit')} />
            </tr>
          </thead>
          <tbody>
            {managers.map((manager) => (
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
    >
      <Suspense>
        {opened && (
          <ManagerDrawer manager={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />
        )}
      </Suspense>
      {removing && <DeleteManager manager={removing} onClose={() => setRemoving(null)} />}
    </DictionaryPage>
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
    <tr className={d.row} data-off={!manager.active || undefined}>
      <td>
        {onEdit ? (
          <button type="button" className={d.name} onClick={onEdit}>
            {name}
          </button>
        ) : (
          name
        )}
        {!manager.active && <span className={d.sub}>{t('managing.inactive')}</span>}
      </td>
      <td>
        <div className={d.tags}>
          {manager.segments.map((each) => (
            <Tag key={each} color={segments.get(each)?.color}>
              {segments.get(each)?.display_name ?? each}
            </Tag>
          ))}
        </div>
      </td>
      <td className={s.number} data-full={full || undefined}>
        {manager.capacity ? t('managing.of', counted) : t('list.total', { ...counted, plus: '' })}
        {full && <span className={d.sub}>{t('managing.full')}</span>}
      </td>
      <td className={d.menu}>
        {onEdit && (
          <RowMenu label={t('managing.actions', { name })}>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
              {t('managing.edit')}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onDelete}>
              {t('managing.delete')}
            </Menu.Item>
          </RowMenu>
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
