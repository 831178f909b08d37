import { NumberInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { PersonPicker, SegmentsPicker } from '@/shared/ui/fields/pickers';
import { SaveDrawer } from '@/shared/ui/SaveDrawer';
import { type Manager, useSaveManager } from './api';

interface Props {
  manager: Manager | null;
  onClose: () => void;
}

/** Binds a user to segments; the user of a record stays. */
export function ManagerDrawer({ manager, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveManager();
  const form = useForm({
    initialValues: {
      user: manager?.user ?? '',
      segments: manager?.segments ?? [],
      capacity: (manager?.capacity || '') as number | '',
    },
    validate: {
      user: (value) => (value ? null : t('managing.chooseUser')),
      segments: (value) => (value.length ? null : t('managing.required')),
    },
  });
  return (
    <SaveDrawer
      title={manager ? manager.user_display_name : t('managing.new')}
      action={t(manager ? 'ui.save' : 'managing.create')}
      form={form}
      save={save}
      body={(values) => ({ manager, body: { ...values, capacity: values.capacity || 0 } })}
      said={(saved) => t(manager ? 'managing.saved' : 'managing.created', { name: saved.user_display_name })}
      onClose={onClose}
    >
      {!manager && (
        <PersonPicker
          autoFocus
          label={t('managing.user')}
          value={form.values.user}
          error={form.errors.user as string}
          onChange={(user) => form.setFieldValue('user', user)}
        />
      )}
      <SegmentsPicker
        rules
        label={t('managing.segments')}
        value={form.values.segments}
        error={form.errors.segments as string}
        onChange={(segments) => form.setFieldValue('segments', segments)}
      />
      <NumberInput
        label={t('managing.capacity')}
        description={t('managing.capacityHint')}
        min={0}
        allowDecimal={false}
        thousandSeparator=" "
        hideControls
        {...form.getInputProps('capacity')}
        onChange={(value) => form.setFieldValue('capacity', value === '' ? '' : Number(value))}
      />
    </SaveDrawer>
  );
}
