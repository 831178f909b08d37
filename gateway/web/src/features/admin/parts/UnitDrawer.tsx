import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/shared/lib/errors';
import { useUserOptions } from '@/shared/session/directory';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { toastDone } from '@/shared/ui/toast';
import { useCreateUnit, useUpdateUnit } from '../api';
import { childKind, type OrgUnit, pathLabel, type UnitKind } from '../orgTree';
import { timeZones } from '../timeZones';
import { Refusal } from './Refusal';

const KINDS: readonly UnitKind[] = ['COMPANY', 'BRANCH', 'DEPARTMENT', 'GROUP'];

interface Props {
  /** null = a new one inside `parent`. */
  unit: OrgUnit | null;
  parent: OrgUnit;
  units: OrgUnit[];
  onClose: () => void;
}

export function UnitDrawer({ unit, parent, units, onClose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const create = useCreateUnit();
  const update = useUpdateUnit();
  const form = useForm({
    initialValues: {
      display_name: unit?.display_name ?? '',
      kind: (unit ? unit.kind : childKind(parent.kind)) as UnitKind | '',
      parent: unit ? unit.parent : parent.name,
      head: unit?.head ?? '',
      time_zone: unit?.time_zone ?? '',
    },
    validate: { display_name: (value) => (value.trim() ? null : t('adminUi.user.required')) },
  });
  const heads = useUserOptions(typed, form.values.head ? [form.values.head] : []);
  const done = (text: string) => ({
    onSuccess: () => {
      toastDone(t(text, { name: form.values.display_name }));
      onClose();
    },
    onError: (error: unknown) => form.setErrors(fieldErrors(error)),
  });
  const submit = form.onSubmit((values) => {
    const { parent: place, ...body } = values;
    if (unit) update.mutate({ name: unit.name, etag: unit.etag, ...body }, done('adminUi.units.saved'));
    else create.mutate({ ...body, parent: place }, done('adminUi.units.created'));
  });
  return (
    <FormDrawer
      title={t(unit ? 'adminUi.units.one' : 'adminUi.units.new')}
      size={440}
      action={t(unit ? 'ui.save' : 'ui.create')}
      saving={create.isPending || update.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <Refusal error={create.error ?? update.error} known={form.errors} onRefresh={onClose} />
      <TextInput
        data-autofocus
        required
        label={t('adminUi.units.displayName')}
        {...form.getInputProps('display_name')}
      />
      <Select
        label={t('adminUi.units.kindLabel')}
        data={KINDS.map((value) => ({ value, label: t(`adminUi.units.kind.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps('kind')}
      />
      {!unit && (
        <Select
          label={t('adminUi.units.parent')}
          searchable
          allowDeselect={false}
          data={units.map((one) => ({ value: one.name, label: pathLabel(units, one.name) }))}
          {...form.getInputProps('parent')}
        />
      )}
      <Select
        label={t('adminUi.units.head')}
        placeholder={t('adminUi.units.noHead')}
        searchable
        clearable
        data={heads}
        filter={({ options }) => options}
        onSearchChange={(text) => setTyped(heads.some((one) => one.label === text) ? '' : text)}
        nothingFoundMessage={t('ui.nothing')}
        {...form.getInputProps('head')}
        value={form.values.head || null}
        onChange={(value) => form.setFieldValue('head', value ?? '')}
      />
      <Select
        label={t('adminUi.units.timeZone')}
        placeholder={t('adminUi.units.timeZoneAuto')}
        searchable
        clearable
        data={timeZones()}
        {...form.getInputProps('time_zone')}
        value={form.values.time_zone || null}
        onChange={(value) => form.setFieldValue('time_zone', value ?? '')}
      />
    </FormDrawer>
  );
}
