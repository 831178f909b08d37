import { Checkbox, Menu, Select, TextInput } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconListDetails, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/shared/lib/errors';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { RowMenu } from '@/shared/ui/RowMenu';
import { toastError } from '@/shared/ui/toast';
import { type LossReason, reasonsQuery } from '../api';
import { useSaveReason } from './api';
import { EntryDrawer } from './EntryDrawer';
import { Position } from './Statuses';

const APPLIES = ['BOTH', 'LEADS', 'DEALS'] as const;

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
      {opened && (
        <ReasonDrawer reason={opened === 'new' ? undefined : opened} onClose={() => setOpened(null)} />
      )}
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

function ReasonDrawer({ reason, onClose }: { reason?: LossReason; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveReason();
  const errors = fieldErrors(save.error);
  const [values, setValues] = useState({
    display_name: reason?.display_name ?? '',
    position: reason?.position ?? 0,
    applies: reason?.applies ?? ('BOTH' as LossReason['applies']),
    comment_required: reason?.comment_required ?? false,
  });
  const set = (patch: Partial<typeof values>) => setValues((before) => ({ ...before, ...patch }));
  return (
    <EntryDrawer
      title={reason?.display_name ?? t('leads.setup.new')}
      save={save}
      values={{ ...values, name: reason?.name, etag: reason?.etag }}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        required
        label={t('leads.setup.name')}
        value={values.display_name}
        error={errors.display_name}
        onChange={(event) => set({ display_name: event.currentTarget.value })}
      />
      <Select
        label={t('leads.setup.applies')}
        allowDeselect={false}
        data={APPLIES.map((value) => ({ value, label: t(`enums.LossReason.Applies.${value}`) }))}
        value={values.applies}
        onChange={(applies) => set({ applies: applies as LossReason['applies'] })}
      />
      <Checkbox
        label={t('leads.setup.needsComment')}
        checked={values.comment_required}
        onChange={(event) => set({ comment_required: event.currentTarget.checked })}
      />
      <Position value={values.position} error={errors.position} onChange={(position) => set({ position })} />
    </EntryDrawer>
  );
}
