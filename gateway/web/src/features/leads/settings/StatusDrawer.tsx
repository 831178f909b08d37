import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/shared/lib/errors';
import { EntryDrawer } from '@/shared/ui/EntryDrawer';
import type { LeadStatus } from '../api';
import { useSaveStatus } from './api';
import { Position } from './Position';

const COLORS = ['gray', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'violet'] as const;

export default function StatusDrawer({ status, onClose }: { status?: LeadStatus; onClose: () => void }) {
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
