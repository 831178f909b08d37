import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { dateTime } from '@/shared/lib/format';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { toastDone } from '@/shared/ui/toast';
import s from './Accounting.module.css';
import { type AccountingSettings, useSetPassword } from './api';

/** Writes the password; the server never gives it back. */
export function PasswordForm({ settings }: { settings: AccountingSettings }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [forgetting, setForgetting] = useState(false);
  const set = useSetPassword();
  const send = (password: string) =>
    set.mutate(password, {
      onSuccess: () => {
        setTyped('');
        toastDone(t(password ? 'accounting.passwordSaved' : 'accounting.passwordForgotten'));
      },
      onSettled: () => setForgetting(false),
    });
  const error = set.error ? (fieldErrors(set.error).password ?? errorText(set.error)) : undefined;
  const present = settings.password_present && settings.password_time;
  return (
    <form
      className={s.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed) send(typed);
      }}
    >
      <PasswordInput
        label={t('accounting.password')}
        description={`${
          present
            ? t('accounting.passwordPresent', { time: dateTime(present) })
            : t('accounting.passwordAbsent')
        }. ${t('accounting.passwordHint')}`}
        autoComplete="new-password"
        value={typed}
        error={error}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className={s.buttons}>
        <Button type="submit" disabled={!typed} loading={set.isPending}>
          {t('accounting.passwordSave')}
        </Button>
        {present && (
          <Button variant="subtle" color="red" onClick={() => setForgetting(true)}>
            {t('accounting.passwordForget')}
          </Button>
        )}
      </div>
      <ConfirmTyped
        opened={forgetting}
        title={t('accounting.passwordForget')}
        confirm={t('accounting.passwordForget')}
        loading={set.isPending}
        onClose={() => setForgetting(false)}
        onConfirm={() => send('')}
      >
        {t('accounting.passwordForgetHint')}
      </ConfirmTyped>
    </form>
  );
}
