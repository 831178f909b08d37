import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { toastDone } from '@/shared/ui/toast';
import { useChangePassword } from '../api';
import s from './PasswordForm.module.css';

const SHORTEST = 10;

export function PasswordForm() {
  const { t } = useTranslation();
  const change = useChangePassword();
  const form = useForm({
    initialValues: { current_password: '', new_password: '', again: '' },
    validate: {
      current_password: (value) => (value ? null : t('profileUi.required')),
      new_password: (value) => (value.length < SHORTEST ? t('profileUi.short', { n: SHORTEST }) : null),
      again: (value, all) => (value === all.new_password ? null : t('profileUi.differ')),
    },
  });
  const submit = form.onSubmit(({ current_password, new_password }) =>
    change.mutate(
      { current_password, new_password },
      {
        onSuccess: () => {
          form.reset();
          toastDone(t('profileUi.changed'));
        },
        onError: (error) => form.setErrors(fieldErrors(error)),
      },
    ),
  );
  const refused = change.isError && Object.keys(fieldErrors(change.error)).length === 0;
  return (
    <form onSubmit={submit} className={s.form}>
      <Stack gap="sm">
        <PasswordInput
          label={t('profileUi.current')}
          autoComplete="current-password"
          {...form.getInputProps('current_password')}
        />
        <PasswordInput
          label={t('profileUi.fresh')}
          description={t('profileUi.freshHint')}
          autoComplete="new-password"
          {...form.getInputProps('new_password')}
        />
        <PasswordInput
          label={t('profileUi.again')}
          autoComplete="new-password"
          {...form.getInputProps('again')}
        />
        {refused && (
          <div className={s.error} role="alert">
            {errorText(change.error)}
          </div>
        )}
        <div>
          <Button type="submit" loading={change.isPending}>
            {t('profileUi.change')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
