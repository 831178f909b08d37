import { Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/shared/lib/errors';
import { EntryDrawer } from '@/shared/ui/EntryDrawer';
import type { LossReason } from '../api';
import { useSaveReason } from './api';
import { Position } from './Position';

const APPLIES = ['BOTH', 'LEADS', 'DEALS'] as const;

export default function ReasonDrawer({ reason, onClose }: { reason?: LossReason; onClose: () => void }) {
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
