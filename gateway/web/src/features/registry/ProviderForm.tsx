import { Button, Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/shared/api/client';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { toastDone } from '@/shared/ui/toast';
import { UnsavedGuard } from '@/shared/ui/UnsavedGuard';
import { type RegistrySettings, useSaveSettings } from './api';
import s from './Integrations.module.css';

const PROVIDERS = ['', 'DADATA', 'OFFLINE'] as const;

/** Who answers, and whether clients are watched. */
export function ProviderForm({ settings }: { settings: RegistrySettings }) {
  const { t } = useTranslation();
  const save = useSaveSettings();
  const form = useForm({
    initialValues: {
      provider: settings.provider as string,
      watch: settings.watch,
      watch_daily_portion: String(settings.watch_daily_portion),
      watch_interval_days: String(settings.watch_interval_days),
    },
    validate: {
      watch_daily_portion: (value) => (between(value, 10_000) ? null : t('errors.REGISTRY_PORTION')),
      watch_interval_days: (value) => (between(value, 365) ? null : t('errors.REGISTRY_INTERVAL')),
    },
  });
  const submit = form.onSubmit((values) =>
    save.mutate(
      {
        provider: values.provider as RegistrySettings['provider'],
        watch: values.watch,
        watch_daily_portion: Number(values.watch_daily_portion),
        watch_interval_days: Number(values.watch_interval_days),
        etag: settings.etag,
      },
      {
        onSuccess: () => {
          form.resetDirty();
          toastDone(t('integrations.saved'));
        },
        onError: (error) => form.setErrors(fieldErrors(error)),
      },
    ),
  );
  const refused = save.error && Object.keys(fieldErrors(save.error)).length === 0;
  const stale = save.error instanceof ApiError && save.error.reason === 'STALE_ETAG';
  const chosen = form.values.provider !== '';
  return (
    <form onSubmit={submit} className={s.form}>
      <UnsavedGuard dirty={form.isDirty() && !save.isPending} />
      <Select
        label={t('integrations.provider')}
        allowDeselect={false}
        data={PROVIDERS.map((value) => ({
          value,
          label: t(`integrations.providers.${value}`),
          disabled: value === 'OFFLINE' && !settings.offline_available,
        }))}
        description={settings.offline_available ? undefined : t('integrations.offlineMissing')}
        {...form.getInputProps('provider')}
      />
      {chosen && (
        <>
          <div>
            <Switch
              label={t('integrations.watch')}
              aria-describedby="watch-hint"
              {...form.getInputProps('watch', { type: 'checkbox' })}
            />
            <p className={s.under} id="watch-hint">
              {t('integrations.watchHint')}
            </p>
          </div>
          {form.values.watch && (
            <div className={s.pair}>
              <TextInput
                label={t('integrations.portion')}
                inputMode="numeric"
                {...form.getInputProps('watch_daily_portion')}
              />
              <TextInput
                label={t('integrations.interval')}
                inputMode="numeric"
                {...form.getInputProps('watch_interval_days')}
              />
            </div>
          )}
        </>
      )}
      {refused && (
        <div className={s.error} role="alert">
          {stale ? t('integrations.stale') : errorText(save.error)}
        </div>
      )}
      <div>
        <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
          {t('integrations.save')}
        </Button>
      </div>
    </form>
  );
}

const between = (text: string, most: number) =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most;
