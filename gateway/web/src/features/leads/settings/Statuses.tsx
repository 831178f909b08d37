import { Menu, NumberInput, Select, TextInput } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconListDetails, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/shared/lib/errors';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { toastError } from '@/shared/ui/toast';
import { type LeadStatus, statusesQuery } from '../api';
import { useSaveStatus } from './api';
import { EntryDrawer } from './EntryDrawer';

const COLORS = ['gray', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'violet'] as const;

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
      {opened && (
        <StatusDrawer status={opened === 'new' ? undefined : opened} onClose={() => setOpened(null)} />
      )}
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

function StatusDrawer({ status, onClose }: { status?: LeadStatus; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveStatus();
  const errors = fieldErrors(save.error);
  const [values, setValues] = useState({
    display_name: status?.display_name ?? '',
    position: status?.position ?? 0,
    color: status?.color ?? 'blue',
  });
  const set = (patch: Partial<typeof values>) => setValues((before) => ({ ...before, ...patch }));
  return (
    <EntryDrawer
      title={status?.display_name ?? t('leads.setup.new')}
      save={save}
      values={{ ...values, name: status?.name, etag: status?.etag }}
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
        label={t('leads.setup.color')}
        allowDeselect={false}
        data={COLORS.map((value) => ({ value, label: t(`leads.colors.${value}`) }))}
        value={values.color}
        onChange={(color) => set({ color: color ?? 'blue' })}
      />
      <Position value={values.position} error={errors.position} onChange={(position) => set({ position })} />
    </EntryDrawer>
  );
}

interface PositionProps {
  value: number;
  error?: string;
  onChange: (value: number) => void;
}

export function Position({ value, error, onChange }: PositionProps) {
  const { t } = useTranslation();
  return (
    <NumberInput
      label={t('leads.setup.position')}
      min={0}
      max={10_000}
      allowDecimal={false}
      value={value}
      error={error}
      onChange={(next) => onChange(Number(next) || 0)}
    />
  );
}
