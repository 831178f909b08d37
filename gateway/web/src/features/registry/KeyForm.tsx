import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { dateTime } from '@/shared/lib/format';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { toastDone } from '@/shared/ui/toast';
import { type RegistrySettings, useSetKey } from './api';
import s from './Integrations.module.css';

/** Writes the key; the server never gives it back. */
export function KeyForm({ settings }: { settings: RegistrySettings }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [forgetting, setForgetting] = useState(false);
  const set = useSetKey();
  const send = (key: string) =>
    set.mutate(key, {
      onSuccess: () => {
        setTyped('');
        toastDone(t(key ? 'integrations.keySaved' : 'integrations.keyForgotten'));
      },
      onSettled: () => setForgetting(false),
    });
  const error = set.error ? (fieldErrors(set.error).api_key ?? errorText(set.error)) : undefined;
  return (
    <form
      className={s.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim()) send(typed.trim());
      }}
    >
      <PasswordInput
        label={t('integrations.key')}
        description={`${
          settings.key_present && settings.key_time
            ? t('integrations.keyPresent', { time: dateTime(settings.key_time) })
            : t('integrations.keyAbsent')
        }. ${t('integrations.keyHint')}`}
        autoComplete="off"
        value={typed}
        error={error}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className={s.buttons}>
        <Button type="submit" disabled={!typed.trim()} loading={set.isPending}>
          {t('integrations.keySave')}
        </Button>
        {settings.key_present && (
          <Button variant="subtle" color="red" onClick={() => setForgetting(true)}>
            {t('integrations.keyForget')}
          </Button>
        )}
      </div>
      <ConfirmTyped
        opened={forgetting}
        title={t('integrations.keyForget')}
        confirm={t('integrations.keyForget')}
        loading={set.isPending}
        onClose={() => setForgetting(false)}
        onConfirm={() => send('')}
      >
        {t('registry.off')}
      </ConfirmTyped>
    </form>
  );
}
