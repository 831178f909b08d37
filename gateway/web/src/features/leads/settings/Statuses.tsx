import { Menu } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconListDetails, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { toastError } from '@/shared/ui/toast';
import { type LeadStatus, statusesQuery } from '../api';
import { useSaveStatus } from './api';

const StatusDrawer = lazy(() => import('./StatusDrawer'));

export function Statuses({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  const list = useQuery(statusesQuery);
  const [opened, setOpened] = useState<LeadStatus | 'new' | null>(null);
  return (
    <DictionaryPage
      title={t('leads.setup.title')}
      query={list}
      bar={tabs}
      archived={{ label: t('leads.setup.showArchived'), is: (status) => status.archived }}
      create={{ label: t('leads.setup.add'), onClick: () => setOpened('new') }}
      empty={{ icon: IconListDetails, title: t('leads.setup.empty'), hint: t('leads.setup.emptyHint') }}
      table={(statuses) => (
        <table className={d.table} aria-label={t('leads.setup.statuses')}>
          <thead>
            <tr>
              <th>{t('leads.setup.name')}</th>
              <th>{t('leads.setup.position')}</th>
              <th aria-label={t('ui.edit')} />
            </tr>
          </thead>
          <tbody>
            {statuses.map((status) => (
              <Row key={status.name} status={status} onEdit={() => setOpened(status)} />
            ))}
          </tbody>
        </table>
      )}
    >
      <Suspense>
        {opened && (
          <StatusDrawer status={opened === 'new' ? undefined : opened} onClose={() => setOpened(null)} />
        )}
      </Suspense>
    </DictionaryPage>
  );
}

function Row({ status, onEdit }: { status: LeadStatus; onEdit: () => void }) {
  const { t } = useTranslation();
  const save = useSaveStatus();
  const { name, etag, archived } = status;
  return (
    <tr className={d.row} data-off={archived || undefined}>
      <td>
        <button type="button" className={d.name} onClick={onEdit}>
          <Tag color={status.color}>{status.display_name}</Tag>
        </button>
        {archived && <span className={d.sub}>{t('leads.setup.archived')}</span>}
      </td>
      <td className="num">{status.position}</td>
      <td className={d.menu}>
        <RowMenu label={t('leads.setup.actions', { name: status.display_name })}>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
            {t('ui.edit')}
          </Menu.Item>
          <Menu.Item
            leftSection={archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
            onClick={() => save.mutate({ name, etag, archived: !archived }, { onError: toastError })}
          >
            {t(archived ? 'leads.setup.restore' : 'leads.setup.toArchive')}
          </Menu.Item>
        </RowMenu>
      </td>
    </tr>
  );
}
