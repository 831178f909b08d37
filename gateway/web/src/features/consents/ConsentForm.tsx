import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readDate } from '@/shared/lib/dates';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { toastDone } from '@/shared/ui/toast';
import { CHANNELS, type ConsentInput, hasChannels, purposesQuery, useNote } from './api';
import s from './Consents.module.css';
import { titleOf } from './purposes';

const STATUSES = ['GIVEN', 'WITHDRAWN', 'REFUSED', 'CLEARED'] as const;
const METHODS = ['FORM', 'PAPER', 'CALL', 'EMAIL_CONFIRMATION', 'OTHER'] as const;
const BASES = ['CONSENT', 'CONTRACT', 'LAW', 'LEGITIMATE_INTEREST'] as const;
const PROOFS = ['submission', 'page', 'file'] as const;

/** What the person said, how, and what proves it. */
export function ConsentForm({ person, onDone }: { person: string; onDone: () => void }) {
  const { t } = useTranslation();
  const note = useNote(person);
  const purposes = useQuery(purposesQuery).data?.filter((one) => !one.archived) ?? [];
  const [more, setMore] = useState(false);
  const form = useForm({
    initialValues: {
      purpose: '',
      status: 'GIVEN' as ConsentInput['status'],
      channels: [] as string[],
      method: '' as ConsentInput['method'] | '',
      legal_basis: 'CONSENT' as NonNullable<ConsentInput['legal_basis']>,
      said_date: '',
      expire_date: '',
      evidence: { submission: '', page: '', file: '', note: '' },
    },
    validate: { method: (value) => (value ? null : t('consents.required')) },
  });
  // The first one every tenant has is for advertising.
  const chosen = purposes.find((one) => one.name === form.values.purpose) ?? purposes[0];
  const submit = form.onSubmit(({ said_date, expire_date, purpose: _, ...values }) =>
    note.mutate(
      {
        ...values,
        person,
        purpose: chosen?.name ?? '',
        channels: (hasChannels(chosen) ? values.channels : []) as ConsentInput['channels'],
        method: values.method as ConsentInput['method'],
        said_time: moment(said_date),
        expire_time: values.status === 'GIVEN' ? moment(expire_date, '23:59:59') : undefined,
      },
      {
        onSuccess: () => {
          toastDone(t('consents.saved'));
          onDone();
        },
        onError: (error) => {
          const found = fieldErrors(error);
          form.setErrors(found);
          if (Object.keys(found).some((key) => key.includes('evidence'))) setMore(true);
        },
      },
    ),
  );
  const error = (key: string) => form.errors[key];
  return (
    <form className={s.form} onSubmit={submit} aria-label={t('consents.new')}>
      {note.error && Object.keys(form.errors).length === 0 && (
        <div className={s.error} role="alert">
          {errorText(note.error)}
        </div>
      )}
      <div className={s.two}>
        <Select
          label={t('consents.purpose')}
          data={purposes.map((one) => ({ value: one.name, label: titleOf(one, t) }))}
          value={chosen?.name ?? null}
          allowDeselect={false}
          error={error('purpose')}
          onChange={(value) => form.setFieldValue('purpose', value ?? '')}
        />
        <Select
          label={t('consents.status')}
          data={STATUSES.map((value) => ({ value, label: t(`enums.Consent.Status.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('status')}
        />
      </div>
      {hasChannels(chosen) && (
        <Checkbox.Group
          label={t('consents.channels')}
          error={error('channels')}
          {...form.getInputProps('channels')}
        >
          <div className={s.channels}>
            {CHANNELS.map((value) => (
              <Checkbox key={value} value={value} label={t(`enums.ConsentChannel.${value}`)} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <div className={s.two}>
        <Select
          label={t('consents.method')}
          data={METHODS.map((value) => ({ value, label: t(`enums.Consent.Method.${value}`) }))}
          {...form.getInputProps('method')}
        />
        <Select
          label={t('consents.basis')}
          data={BASES.map((value) => ({ value, label: t(`enums.Consent.LegalBasis.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('legal_basis')}
        />
        <DateInput
          label={t('consents.when')}
          description={t('consents.whenHint')}
          value={form.values.said_date}
          onChange={(value) => form.setFieldValue('said_date', value)}
          error={error('said_time')}
        />
        {form.values.status === 'GIVEN' && (
          <DateInput
            label={t('consents.expire')}
            description={t('consents.expireHint')}
            value={form.values.expire_date}
            onChange={(value) => form.setFieldValue('expire_date', value)}
            error={error('expire_time')}
          />
        )}
      </div>
      {chosen && form.values.status === 'GIVEN' && <Shown text={chosen.texts.at(-1)?.text} />}
      <Textarea
        label={t(form.values.status === 'CLEARED' ? 'consents.noteCleared' : 'consents.note')}
        {...form.getInputProps('evidence.note')}
        error={error('evidence.note')}
      />
      {more ? (
        PROOFS.map((key) => (
          <TextInput key={key} label={t(`consents.${key}`)} {...form.getInputProps(`evidence.${key}`)} />
        ))
      ) : (
        <Button variant="subtle" size="compact-sm" className={s.left} onClick={() => setMore(true)}>
          {t('consents.more')}
        </Button>
      )}
      <div className={s.buttons}>
        <Button variant="default" onClick={onDone}>
          {t('ui.cancel')}
        </Button>
        <Button type="submit" loading={note.isPending} disabled={!chosen}>
          {t('consents.add')}
        </Button>
      </div>
    </form>
  );
}

/** The text one reads out, or has signed. */
function Shown({ text }: { text?: string }) {
  const { t } = useTranslation();
  return (
    <div className={s.text}>
      <div className={s.sub}>{t('consents.text')}</div>
      {text ?? <span className={s.none}>{t('consents.noText')}</span>}
    </div>
  );
}

/** A day of the reader's own clock. Today means now: what was said this morning came before it. */
function moment(day: string, time = '00:00:00'): string | undefined {
  if (!day || (day === readDate('today') && time === '00:00:00')) return undefined;
  const at = new Date(`${day}T${time}`);
  return Number.isNaN(at.getTime()) ? day : at.toISOString();
}
