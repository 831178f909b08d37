import { Button, Drawer, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { useUserOptions } from '@/shared/session/directory';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { toastDone } from '@/shared/ui/toast';
import { useAppoint } from './api';
import s from './Substitutions.module.css';

interface Props {
  /** Who is absent; empty = to be chosen. */
  absent: string;
  onClose: () => void;
}

/** All that somebody works with. */
const SCOPE = ['counterparties', 'leads', 'deals', 'works', 'interactions'];

const today = () => new Date().toLocaleDateString('sv');

/** Appoints a substitute: who, for whom, from which day to which. */
export function SubstitutionForm({ absent, onClose }: Props) {
  const { t } = useTranslation();
  const appoint = useAppoint();
  const [refusal, setRefusal] = useState('');
  const needed = (value: string) => (value ? null : t('subs.needed'));
  const form = useForm({
    initialValues: { absent, substitute: '', start_date: today(), end_date: '', reason: '' },
    validate: {
      absent: needed,
      substitute: (value, all) => needed(value) ?? (value === all.absent ? t('subs.self') : null),
      start_date: needed,
      end_date: (value, all) =>
        needed(value) ?? (value < all.start_date || value < today() ? t('subs.datesWrong') : null),
    },
  });
  const submit = form.onSubmit((values) => {
    setRefusal('');
    appoint.mutate(
      { ...values, scope: SCOPE },
      {
        onSuccess: (made) => {
          toastDone(t('subs.appointed', { name: made.substitute_display_name }));
          onClose();
        },
        onError: (error) => {
          const found = fieldErrors(error);
          form.setErrors(found);
          if (!Object.keys(found).some((key) => key in form.values)) setRefusal(errorText(error));
        },
      },
    );
  });
  return (
    <Drawer
      opened
      onClose={onClose}
      size={440}
      title={t('subs.new')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {refusal && (
            <div className={s.error} role="alert">
              {refusal}
            </div>
          )}
          {!absent && <Person label={t('subs.absent')} autoFocus {...form.getInputProps('absent')} />}
          <Person
            label={t('subs.substitute')}
            autoFocus={Boolean(absent)}
            {...form.getInputProps('substitute')}
          />
          <SimpleGrid cols={2} spacing="sm">
            <DateInput
              required
              label={t('subs.from')}
              value={form.values.start_date}
              {...form.getInputProps('start_date')}
            />
            <DateInput
              required
              label={t('subs.till')}
              min={form.values.start_date}
              value={form.values.end_date}
              {...form.getInputProps('end_date')}
            />
          </SimpleGrid>
          <TextInput
            label={t('subs.reason')}
            placeholder={t('subs.reasonHint')}
            maxLength={200}
            {...form.getInputProps('reason')}
          />
          <p className={s.note}>{t('subs.scopeHint')}</p>
          <div className={s.foot}>
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={appoint.isPending}>
              {t('subs.appoint')}
            </Button>
          </div>
        </Stack>
      </form>
    </Drawer>
  );
}

interface PersonProps {
  label: string;
  value?: string;
  error?: ReactNode;
  autoFocus?: boolean;
  onChange?: (value: string) => void;
}

function Person({ label, value, error, autoFocus, onChange }: PersonProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const options = useUserOptions(typed, value ? [value] : []);
  return (
    <Select
      required
      searchable
      data-autofocus={autoFocus || undefined}
      label={label}
      placeholder={t('subs.choose')}
      data={options}
      filter={({ options: all }) => all}
      value={value || null}
      error={error}
      onChange={(next) => onChange?.(next ?? '')}
      onSearchChange={(text) => setTyped(options.some((one) => one.label === text) ? '' : text)}
      nothingFoundMessage={t('ui.nothing')}
    />
  );
}
