import { PasswordInput, Radio, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, requestId } from '@/shared/api/client';
import type { User } from '@/shared/api/types';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { orgUnitsQuery, useUserOptions } from '@/shared/session/directory';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { toastDone } from '@/shared/ui/toast';
import { useCreateUser, useUpdateUser } from '../api';
import { pathLabel } from '../orgTree';
import { timeZones } from '../timeZones';
import s from './Admin.module.css';
import { AssignmentsField } from './AssignmentsField';
import { Refusal } from './Refusal';

interface Props {
  /** null = a new person. */
  user: User | null;
  readOnly: boolean;
  onClose: () => void;
  onInvited: (user: User) => void;
}

const blank = {
  display_name: '',
  login: '',
  email: '',
  phone: '',
  job_title: '',
  org_unit: '',
  manager: '',
  time_zone: '',
  language: '',
  assignments: [{ role: '', org_unit: '' }],
};
type Values = typeof blank;

const valuesOf = (user: User): Values => ({
  ...(Object.fromEntries(Object.keys(blank).map((key) => [key, user[key as keyof Values]])) as Values),
  assignments: user.assignments.map(({ role, org_unit }) => ({ role, org_unit })),
});

/** One person: data, unit and roles. A new one gets a link or a password. */
export function UserDrawer({ user, readOnly, onClose, onInvited }: Props) {
  const { t } = useTranslation();
  const units = useQuery(orgUnitsQuery).data ?? [];
  const [access, setAccess] = useState<'link' | 'password'>('link');
  const [password, setPassword] = useState('');
  const [id] = useState(requestId);
  const create = useCreateUser();
  const update = useUpdateUser();
  const busy = create.isPending || update.isPending;
  const required = (value: string) => (value.trim() ? null : t('adminUi.user.required'));
  const form = useForm<Values>({
    initialValues: user ? valuesOf(user) : blank,
    validate: { display_name: required, login: required, org_unit: required },
  });
  const refused = (error: unknown) => {
    const taken = error instanceof ApiError && error.reason === 'LOGIN_TAKEN';
    form.setErrors(taken ? { login: errorText(error) } : fieldErrors(error));
  };
  const submit = form.onSubmit((values) => {
    const body = { ...values, assignments: values.assignments.filter((one) => one.role) };
    if (user)
      update.mutate(
        { name: user.name, etag: user.etag, ...body },
        {
          onSuccess: () => {
            toastDone(t('adminUi.user.saved', { name: values.display_name }));
            onClose();
          },
          onError: refused,
        },
      );
    else
      create.mutate(
        { user: body, password: access === 'password' ? password : undefined, request_id: id },
        {
          onSuccess: (made) => {
            toastDone(t('adminUi.user.created', { name: made.display_name }));
            onClose();
            if (access === 'link') onInvited(made);
          },
          onError: refused,
        },
      );
  });
  const error = create.error ?? update.error;
  return (
    <FormDrawer
      title={user ? user.display_name : t('adminUi.user.new')}
      size={520}
      action={readOnly ? undefined : t(user ? 'ui.save' : 'adminUi.user.create')}
      saving={busy}
      onSubmit={submit}
      onClose={onClose}
    >
      <Refusal error={error} known={form.errors} onRefresh={onClose} />
      <fieldset disabled={readOnly} className={s.plain}>
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput
              data-autofocus
              required
              label={t('adminUi.user.displayName')}
              {...form.getInputProps('display_name')}
            />
            <TextInput
              required
              label={t('adminUi.user.login')}
              autoComplete="off"
              {...form.getInputProps('login')}
            />
            <TextInput label={t('adminUi.user.jobTitle')} {...form.getInputProps('job_title')} />
            <ManagerField value={form.values.manager} own={user?.name} {...form.getInputProps('manager')} />
            <TextInput label={t('adminUi.user.email')} type="email" {...form.getInputProps('email')} />
            <TextInput label={t('adminUi.user.phone')} type="tel" {...form.getInputProps('phone')} />
          </SimpleGrid>
          <Select
            required
            searchable
            label={t('adminUi.user.orgUnit')}
            description={user ? t('adminUi.user.orgUnitHint') : undefined}
            data={units.map((one) => ({ value: one.name, label: pathLabel(units, one.name) }))}
            {...form.getInputProps('org_unit')}
            value={form.values.org_unit || null}
            disabled={readOnly}
          />
          <AssignmentsField
            value={form.values.assignments}
            error={form.errors.assignments}
            units={units}
            onChange={(next) => form.setFieldValue('assignments', next)}
            disabled={readOnly}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <Select
              clearable
              searchable
              label={t('adminUi.user.timeZone')}
              placeholder={t('adminUi.user.timeZoneAuto')}
              data={timeZones()}
              {...form.getInputProps('time_zone')}
              value={form.values.time_zone || null}
              onChange={(value) => form.setFieldValue('time_zone', value ?? '')}
              disabled={readOnly}
            />
            <Select
              clearable
              label={t('adminUi.user.language')}
              placeholder={t('adminUi.user.languageAuto')}
              data={['ru', 'en'].map((value) => ({ value, label: t(`adminUi.user.languages.${value}`) }))}
              {...form.getInputProps('language')}
              value={form.values.language || null}
              onChange={(value) => form.setFieldValue('language', value ?? '')}
              disabled={readOnly}
            />
          </SimpleGrid>
          {!user && (
            <Radio.Group
              label={t('adminUi.user.access')}
              value={access}
              onChange={(value) => setAccess(value as 'link' | 'password')}
            >
              <Stack gap={8} mt={6}>
                <Radio
                  size="sm"
                  value="link"
                  label={t('adminUi.user.byLink')}
                  description={t('adminUi.user.byLinkHint')}
                />
                <Radio size="sm" value="password" label={t('adminUi.user.byPassword')} />
              </Stack>
            </Radio.Group>
          )}
          {!user && access === 'password' && (
            <PasswordInput
              required
              label={t('adminUi.user.password')}
              description={t('adminUi.user.passwordHint')}
              autoComplete="new-password"
              minLength={10}
              value={password}
              error={form.errors.password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          )}
        </Stack>
      </fieldset>
    </FormDrawer>
  );
}

function ManagerField(props: {
  value: string;
  own: string | undefined;
  error?: ReactNode;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const options = useUserOptions(typed, props.value ? [props.value] : []);
  return (
    <Select
      searchable
      clearable
      label={t('adminUi.user.manager')}
      data={options.filter((one) => one.value !== props.own)}
      filter={({ options: all }) => all}
      error={props.error}
      value={props.value || null}
      onChange={(value) => props.onChange(value ?? '')}
      onSearchChange={(text) => setTyped(options.some((one) => one.label === text) ? '' : text)}
      nothingFoundMessage={t('ui.nothing')}
    />
  );
}
