import { ActionIcon, Button, Menu, Switch } from '@mantine/core';
import {
  IconAffiliate,
  IconArchive,
  IconArchiveOff,
  IconDots,
  IconPencil,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTitle } from '@/shared/lib/useTitle';
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
import { type RelationKind, relationKindsQuery, useArchiveKind, useDeleteKind } from './api';
import { KindDrawer } from './KindDrawer';
import { kindLabel } from './wording';

/** What clients and people can be to each other. */
export function KindsPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('nav.relationKinds'));
  if (!can('relation_kinds.write')) return <NoRight permission="relation_kinds.write" />;
  return <Kinds />;
}

function Kinds() {
  const { t } = useTranslation();
  const list = useQuery(relationKindsQuery);
  const [opened, setOpened] = useState<RelationKind | 'new' | null>(null);
  const [removing, setRemoving] = useState<RelationKind | null>(null);
  const [archived, setArchived] = useState(false);
  if (list.isPending) return <PageSkeleton />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const shown = list.data.filter((kind) => archived || !kind.archived);
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpened('new')}>
      {t('relationKinds.create')}
    </Button>
  );
  return (
    <div className={a.page}>
      <PageHead title={t('relationKinds.title')}>{shown.length > 0 && create}</PageHead>
      {list.isError && <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />}
      <div className={a.body}>
        {list.data.some((kind) => kind.archived) && (
          <Switch
            label={t('relationKinds.showArchived')}
            checked={archived}
            onChange={(event) => setArchived(event.currentTarget.checked)}
          />
        )}
        {shown.length === 0 ? (
          <EmptyState
            icon={IconAffiliate}
            title={t('relationKinds.empty')}
            hint={t('relationKinds.emptyHint')}
          >
            {create}
          </EmptyState>
        ) : (
          <table className={a.table} aria-label={t('relationKinds.label')}>
            <thead>
              <tr>
                <th>{t('relationKinds.name')}</th>
                <th>{t('relationKinds.between')}</th>
                <th aria-label={t('ui.edit')} />
              </tr>
            </thead>
            <tbody>
              {shown.map((kind) => (
                <Row
                  key={kind.name}
                  kind={kind}
                  onEdit={() => setOpened(kind)}
                  onDelete={() => setRemoving(kind)}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
      {opened && <KindDrawer kind={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />}
      {removing && <DeleteKind kind={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}

function Row({ kind, onEdit, onDelete }: { kind: RelationKind; onEdit: () => void; onDelete: () => void }) {
  const { t } = useTranslation();
  const archive = useArchiveKind();
  const name = kindLabel(t, kind);
  const turn = () =>
    archive.mutate(kind, {
      onSuccess: () =>
        toastDone(t(kind.archived ? 'relationKinds.restored' : 'relationKinds.archived', { name })),
    });
  return (
    <tr className={a.row} data-off={kind.archived || undefined}>
      <td>
        <button type="button" className={a.name} onClick={onEdit}>
          {name}
        </button>
        {kind.archived && <span className={a.sub}>{t('relationKinds.archivedTag')}</span>}
      </td>
      <td>
        <Tag color={kind.between === 'PARTIES' ? 'blue' : 'teal'}>
          {t(`enums.RelationKind.Between.${kind.between || 'PARTIES'}`)}
        </Tag>
      </td>
      <td className={a.menu}>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon className={a.menuInner} aria-label={t('relationKinds.actions', { name })}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
              {t('ui.edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={kind.archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
              onClick={turn}
            >
              {t(kind.archived ? 'relationKinds.restore' : 'relationKinds.toArchive')}
            </Menu.Item>
            {!kind.built_in && (
              <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onDelete}>
                {t('ui.delete')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  );
}

function DeleteKind({ kind, onClose }: { kind: RelationKind; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteKind();
  const name = kindLabel(t, kind);
  return (
    <ConfirmTyped
      opened
      title={t('relationKinds.deleteTitle', { name })}
      confirm={t('ui.delete')}
      loading={remove.isPending}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(kind, {
          onSuccess: () => toastDone(t('relationKinds.deleted', { name })),
          onSettled: onClose,
        })
      }
    >
      {t('relationKinds.deleteText')}
    </ConfirmTyped>
  );
}
