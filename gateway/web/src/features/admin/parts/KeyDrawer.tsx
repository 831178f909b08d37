import { Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '@/shared/api/types';
import { fieldErrors } from '@/shared/lib/errors';
import { useUserOptions } from '@/shared/session/directory';
import { useProfile } from '@/shared/session/session';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { useCreateKey } from '../api';
import { permissionsOf, RESOURCES } from '../matrix';
import k from './KeyDrawer.module.css';
import { Refusal } from './Refusal';

const DAYS = ['30', '90', '365', '0'] as const;
const DAY = 86_400_000;

interface Props {
  onClose: () => void;
  onCreated: (key: ApiKey) => void;
}

/** A key for a program: whose rights, which of them, until when. */
export function KeyDrawer({ onClose, onCreated }: Props) {
  const { t } = useTranslation();
  const { user, permissions } = useProfile();
  const [typed, setTyped] = useState('');
  const [days, setDays] = useState<string>('365');
  const create = useCreateKey();
  const form = useForm({
    initialValues: { display_name: '', user: user?.name ?? '', scopes: [] as string[] },
    validate: {
      display_name: (value) => (value.trim() ? null : t('adminUi.user.required')),
      scopes: (value) => (value.length > 0 ? null : t('adminUi.keys.noScopes')),
    },
  });
  const people = useUserOptions(typed, form.values.user ? [form.values.user] : []);
  const submit = form.onSubmit((values) => {
    const expire_time = days === '0' ? undefined : new Date(Date.now() + Number(days) * DAY).toISOString();
    create.mutate(
      { ...values, expire_time },
      {
        onSuccess: (made) => {
          onClose();
          onCreated(made);
        },
        onError: (error) => form.setErrors(fieldErrors(error)),
      },
    );
  });
  const toggle = (permission: string, on: boolean) =>
    form.setFieldValue(
      'scopes',
      on ? [...form.values.scopes, permission] : form.values.scopes.filter((one) => one !== permission),
    );
  return (
    <FormDrawer
      title={t('adminUi.keys.new')}
      size={460}
      action={t('adminUi.keys.issue')}
      saving={create.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <Refusal error={create.error} known={form.errors} onRefresh={onClose} />
      <TextInput
        data-autofocus
        required
        maxLength={100}
        label={t('adminUi.keys.name')}
        description={t('adminUi.keys.nameHint')}
        {...form.getInputProps('display_name')}
      />
      <Select
        searchable
        allowDeselect={false}
        label={t('adminUi.keys.user')}
        description={t('adminUi.keys.userHint')}
        data={people}
        filter={({ options }) => options}
        onSearchChange={(text) => setTyped(people.some((one) => one.label === text) ? '' : text)}
        nothingFoundMessage={t('ui.nothing')}
        {...form.getInputProps('user')}
      />
      <div>
        <div className={k.label} id="key-days">
          {t('adminUi.keys.expires')}
        </div>
        <SegmentedControl
          fullWidth
          aria-labelledby="key-days"
          value={days}
          onChange={setDays}
          data={DAYS.map((value) => ({ value, label: t(`adminUi.keys.expireDays.${value}`) }))}
        />
      </div>
      <fieldset className={k.scopes}>
        <legend className={k.label}>{t('adminUi.keys.scopes')}</legend>
        {RESOURCES.map((resource) => (
          <div key={resource.id} className={k.group}>
            {permissionsOf(resource)
              .filter((permission) => permissions.includes(permission))
              .map((permission) => (
                <Checkbox
                  key={permission}
                  size="sm"
                  label={t(`permissions.${permission}`)}
                  checked={form.values.scopes.includes(permission)}
                  onChange={(event) => toggle(permission, event.currentTarget.checked)}
                />
              ))}
          </div>
        ))}
        {form.errors.scopes && (
          <p className={k.error} role="alert">
            {form.errors.scopes}
          </p>
        )}
      </fieldset>
    </FormDrawer>
  );
}
