import { Button, Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/shared/api/client';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { toastDone } from '@/shared/ui/toast';
import { UnsavedGuard } from '@/shared/ui/UnsavedGuard';
import s from './Accounting.module.css';
import { type AccountingSettings, type OrganizationOption, type Seller, useSaveSettings } from './api';
import { choicesOf, fieldsOfSellers, organizationsOf } from './model';

interface Props {
  settings: AccountingSettings;
  sellers: Seller[];
  /** What the last test found there. */
  found: OrganizationOption[];
  writes: boolean;
}

/** Where 1C is, and which of our firms is which of its organizations. */
export function SettingsForm({ settings, sellers, found, writes }: Props) {
  const { t } = useTranslation();
  const save = useSaveSettings();
  const form = useForm({
    initialValues: {
      enabled: settings.enabled,
      url: settings.url,
      login: settings.login,
      interval_minutes: String(settings.interval_minutes),
      start_date: settings.start_date ?? '',
      chosen: fieldsOfSellers(settings.organizations, sellers),
    },
    validate: {
      interval_minutes: (value) =>
        /^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= 1440
          ? null
          : t('errors.ACCOUNTING_INTERVAL'),
    },
  });
  const submit = form.onSubmit(({ chosen, interval_minutes, start_date, ...values }) =>
    save.mutate(
      {
        ...values,
        interval_minutes: Number(interval_minutes),
        start_date: start_date || undefined,
        organizations: organizationsOf(chosen, settings.organizations, found),
        etag: settings.etag,
      },
      {
        onSuccess: () => {
          form.resetDirty();
          toastDone(t('accounting.saved'));
        },
        onError: (error) => form.setErrors(fieldErrors(error)),
      },
    ),
  );
  const refused = save.error && Object.keys(fieldErrors(save.error)).length === 0;
  const stale = save.error instanceof ApiError && save.error.reason === 'STALE_ETAG';
  return (
    <form onSubmit={submit} className={s.form}>
      <UnsavedGuard dirty={form.isDirty() && !save.isPending} />
      <fieldset className={s.fields} disabled={!writes}>
        <Switch
          label={t('accounting.enabled')}
          disabled={!writes}
          {...form.getInputProps('enabled', { type: 'checkbox' })}
        />
        <TextInput
          label={t('accounting.url')}
          description={t('accounting.urlHint')}
          placeholder="https://1c.example.ru/buh"
          {...form.getInputProps('url')}
        />
        <TextInput label={t('accounting.login')} autoComplete="off" {...form.getInputProps('login')} />
        <div className={s.pair}>
          <DateInput
            label={t('accounting.startDate')}
            value={form.values.start_date}
            error={form.errors.start_date}
            onChange={(value) => form.setFieldValue('start_date', value)}
          />
          <TextInput
            label={t('accounting.interval')}
            inputMode="numeric"
            {...form.getInputProps('interval_minutes')}
          />
        </div>
        <div className={s.form}>
          <div className={s.strong}>{t('accounting.organizations')}</div>
          <p className={s.under}>{t('accounting.organizationsHint')}</p>
          {sellers.map((seller) => (
            <Select
              key={seller.name}
              label={seller.display_name}
              description={seller.accounts.length ? undefined : t('accounting.noAccounts')}
              placeholder={t('accounting.notChosen')}
              clearable
              disabled={!writes}
              data={choicesOf(seller, settings.organizations, found)}
              {...form.getInputProps(`chosen.${seller.name}`)}
            />
          ))}
          {sellers.length === 0 && <p className={s.under}>{t('accounting.noSellers')}</p>}
        </div>
      </fieldset>
      {refused && (
        <div className={s.error} role="alert">
          {stale ? t('accounting.stale') : errorText(save.error)}
        </div>
      )}
      {writes && (
        <div>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {t('accounting.save')}
          </Button>
        </div>
      )}
    </form>
  );
}
