import { Menu } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconListDetails, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { RowMenu } from '@/shared/ui/RowMenu';
import { toastError } from '@/shared/ui/toast';
import { type LossReason, reasonsQuery } from '../api';
import { useSaveReason } from './api';

const ReasonDrawer = lazy(() => import('./ReasonDrawer'));

export function Reasons({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  const list = useQuery(reasonsQuery);
  const [opened, setOpened] = useState<LossReason | 'new' | null>(null);
  return (
    <DictionaryPage
      title={t('leads.setup.title')}
      query={list}
      bar={tabs}
      archived={{ label: t('leads.setup.showArchived'), is: (reason) => reason.archived }}
      create={{ label: t('leads.setup.add'), onClick: () => setOpened('new') }}
      empty={{ icon: IconListDetails, title: t('leads.setup.empty'), hint: t('leads.setup.emptyHint') }}
      table={(reasons) => (
        <table className={d.table} aria-label={t('leads.setup.reasons')}>
          <thead>
            <tr>
              <th>{t('leads.setup.name')}</th>
              <th>{t('leads.setup.applies')}</th>
              <th>{t('leads.setup.position')}</th>
              <th aria-label={t('ui.edit')} />
            </tr>
          </thead>
          <tbody>
            {reasons.map((reason) => (
              <Row key={reason.name} reason={reason} onEdit={() => setOpened(reason)} />
            ))}
          </tbody>
        </table>
      )}
    >
      <Suspense>
        {opened && (
          <ReasonDrawer reason={opened === 'new' ? undefined : opened} onClose={() => setOpened(null)} />
        )}
      </Suspense>
    </DictionaryPage>
  );
}

function Row({ reason, onEdit }: { reason: LossReason; onEdit: () => void }) {
  const { t } = useTranslation();
  const save = useSaveReason();
  const { name, etag, archived } = reason;
  return (
    <tr className={d.row} data-off={archived || undefined}>
      <td>
        <button type="button" className={d.name} onClick={onEdit}>
          {reason.display_name}
        </button>
        {reason.comment_required && <span className={d.sub}>{t('leads.setup.needsComment')}</span>}
      </td>
      <td>{t(`enums.LossReason.Applies.${reason.applies}`)}</td>
      <td className="num">{reason.position}</td>
      <td className={d.menu}>
        <RowMenu label={t('leads.setup.actions', { name: reason.display_name })}>
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
