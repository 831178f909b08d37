import { Menu } from '@mantine/core';
import { IconPencil, IconTags, IconTrash, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Segment } from '@/shared/api/types';
import { segmentsQuery } from '@/shared/session/directory';
import { useCan } from '@/shared/session/session';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { NoRight } from '@/shared/ui/NoRight';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import { useDeleteSegment } from './api';

const SegmentDrawer = lazy(() =>
  import('./parts/SegmentDrawer').then((module) => ({ default: module.SegmentDrawer })),
);

/** Groups of clients by market. */
export function SegmentsPage() {
  const can = useCan();
  if (!can('segments.read')) return <NoRight permission="segments.read" />;
  return <Segments />;
}

function Segments() {
  const { t } = useTranslation();
  const can = useCan();
  const list = useQuery(segmentsQuery);
  const [opened, setOpened] = useState<Segment | 'new' | null>(null);
  const [removing, setRemoving] = useState<Segment | null>(null);
  const writes = can('segments.write');
  return (
    <DictionaryPage
      title={t('adminUi.segments.title')}
      query={list}
      create={writes ? { label: t('adminUi.segments.create'), onClick: () => setOpened('new') } : undefined}
      empty={{
        icon: IconTags,
        title: t('adminUi.segments.empty'),
        hint: t('adminUi.segments.emptyHint'),
      }}
      table={(segments) => (
        <table className={d.table} aria-label={t('adminUi.segments.label')}>
          <thead>
            <tr>
              <th>{t('adminUi.segments.name')}</th>
              <th>{t('adminUi.segments.description')}</th>
              <th aria-label={t('adminUi.segments.edit')} />
            </tr>
          </thead>
          <tbody>
            {segments.map((segment) => (
              <tr key={segment.name} className={d.row}>
                <td>
                  {writes ? (
                    <button type="button" className={d.name} onClick={() => setOpened(segment)}>
                      <Tag color={segment.color}>{segment.display_name}</Tag>
                    </button>
                  ) : (
                    <Tag color={segment.color}>{segment.display_name}</Tag>
                  )}
                </td>
                <td className={d.sub} data-none={!(segment.rule || segment.description) || undefined}>
                  {segment.rule && <Tag size="s">{t('segmentRules.tagRule')}</Tag>} {segment.description}
                </td>
                <td className={d.menu}>
                  <SegmentMenu
                    segment={segment}
                    writes={writes}
                    onEdit={() => setOpened(segment)}
                    onDelete={() => setRemoving(segment)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    >
      {opened && (
        <Suspense>
          <SegmentDrawer
            key={opened === 'new' ? 'new' : opened.name}
            segment={opened === 'new' ? null : opened}
            onClose={() => setOpened(null)}
          />
        </Suspense>
      )}
      {removing && <DeleteSegment segment={removing} onClose={() => setRemoving(null)} />}
    </DictionaryPage>
  );
}

interface MenuProps {
  segment: Segment;
  writes: boolean;
  onEdit: () => void;
  onDelete: () => void;
}

function SegmentMenu({ segment, writes, onEdit, onDelete }: MenuProps) {
  const { t } = useTranslation();
  return (
    <RowMenu label={t('adminUi.actions', { name: segment.display_name })}>
      <Menu.Item
        leftSection={<IconUsers size={16} />}
        renderRoot={(props) => <Link to="/counterparties" search={{ segments: [segment.name] }} {...props} />}
      >
        {t('adminUi.segments.show')}
      </Menu.Item>
      {writes && (
        <>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
            {t('adminUi.segments.edit')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onDelete}>
            {t('adminUi.segments.delete')}
          </Menu.Item>
        </>
      )}
    </RowMenu>
  );
}

function DeleteSegment({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteSegment();
  const name = segment.display_name;
  return (
    <ConfirmTyped
      opened
      title={t('adminUi.segments.deleteTitle', { name })}
      confirm={t('adminUi.segments.delete')}
      loading={remove.isPending}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(segment, {
          onSuccess: () => toastDone(t('adminUi.segments.deleted', { name })),
          onSettled: onClose,
        })
      }
    >
      {t('adminUi.segments.deleteText')}
    </ConfirmTyped>
  );
}
