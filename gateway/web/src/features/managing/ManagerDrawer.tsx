import { NumberInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { PersonPicker, SegmentsPicker } from '@/shared/ui/fields/pickers';
import { toastDone } from '@/shared/ui/toast';
import { type Manager, useSaveManager } from './api';
import s from './Managing.module.css';

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
  const submit = form.onSubmit((values) =>
    save.mutate(
      { manager, body: { ...values, capacity: values.capacity || 0 } },
      {
        onSuccess: (saved) => {
          toastDone(t(manager ? 'managing.saved' : 'managing.created', { name: saved.user_display_name }));
          onClose();
        },
        onError: (error) => form.setErrors(fieldErrors(error)),
      },
    ),
  );
  return (
    <FormDrawer
      title={manager ? manager.user_display_name : t('managing.new')}
      size={420}
      action={t(manager ? 'ui.save' : 'managing.create')}
      saving={save.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {save.error && Object.keys(form.errors).length === 0 && (
        <div className={s.error} role="alert">
          {errorText(save.error)}
        </div>
      )}
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
    </FormDrawer>
  );
}
