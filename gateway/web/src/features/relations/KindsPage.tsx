import { Menu } from '@mantine/core';
import { IconAffiliate, IconArchive, IconArchiveOff, IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { NoRight } from '@/shared/ui/NoRight';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import { type RelationKind, relationKindsQuery, useArchiveKind, useDeleteKind } from './api';
import { kindLabel } from './wording';

const KindDrawer = lazy(() => import('./KindDrawer').then((module) => ({ default: module.KindDrawer })));

/** What clients and people can be to each other. */
export function KindsPage() {
  const can = useCan();
  if (!can('relation_kinds.write')) return <NoRight permission="relation_kinds.write" />;
  return <Kinds />;
}

function Kinds() {
  const { t } = useTranslation();
  const list = useQuery(relationKindsQuery);
  const [opened, setOpened] = useState<RelationKind | 'new' | null>(null);
  const [removing, setRemoving] = useState<RelationKind | null>(null);
  return (
    <DictionaryPage
      title={t('relationKinds.title')}
      query={list}
      archived={{ label: t('relationKinds.showArchived'), is: (kind) => kind.archived }}
      create={{ label: t('relationKinds.create'), onClick: () => setOpened('new') }}
      empty={{ icon: IconAffiliate, title: t('relationKinds.empty'), hint: t('relationKinds.emptyHint') }}
      table={(kinds) => (
        <table className={d.table} aria-label={t('relationKinds.label')}>
          <thead>
            <tr>
              <th>{t('relationKinds.name')}</th>
              <th>{t('relationKinds.between')}</th>
              <th aria-label={t('ui.edit')} />
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
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
    >
      <Suspense>
        {opened && <KindDrawer kind={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />}
      </Suspense>
      {removing && <DeleteKind kind={removing} onClose={() => setRemoving(null)} />}
    </DictionaryPage>
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
    <tr className={d.row} data-off={kind.archived || undefined}>
      <td>
        <button type="button" className={d.name} onClick={onEdit}>
          {name}
        </button>
        {kind.archived && <span className={d.sub}>{t('relationKinds.archivedTag')}</span>}
      </td>
      <td>
        <Tag color={kind.between === 'PARTIES' ? 'blue' : 'teal'}>
          {t(`enums.RelationKind.Between.${kind.between || 'PARTIES'}`)}
        </Tag>
      </td>
      <td className={d.menu}>
        <RowMenu label={t('relationKinds.actions', { name })}>
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
        </RowMenu>
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
