import { Button, Group, Modal, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomFields } from '@/features/customFields';
import { HolidaysPicker } from '@/features/holidays';
import type { Contact } from '@/shared/api/types';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { fieldAccess, useProfile } from '@/shared/session/session';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { BLANK_PERSON, EmailsInput, PersonInput, PhonesInput } from '@/shared/ui/fields/inputs';
import { toastDone } from '@/shared/ui/toast';
import { useLeaving } from '@/shared/ui/useLeaving';
import { useSaveContact } from './api';
import s from './Contacts.module.css';
import { type Draft, draftOf, toSend } from './draft';

// Its lists and pickers are more code than this dialog, and many tenants have no fields of their own.
const CustomInputs = lazy(() =>
  import('@/features/customFields/CustomFieldset').then((module) => ({ default: module.CustomInputs })),
);

interface Props {
  counterparty: string;
  /** Absent for a new one. */
  contact?: Contact;
  /** What is known of a new one already. */
  from?: Partial<Draft>;
  onCreated?: (contact: Contact) => void;
  onClose: () => void;
}

export function ContactDialog({ counterparty, contact, from, onCreated, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveContact();
  const fields = useCustomFields('CONTACT');
  const [draft, setDraft] = useState(() => ({ ...draftOf(contact), ...from }));
  const set = (patch: Partial<Draft>) => setDraft({ ...draft, ...patch });
  const writable = useWritable(contact);
  const { leave, onInput, question } = useLeaving(onClose);
  const errors = fieldErrors(save.error);
  const submit = () => {
    if (save.isPending) return;
    const sent = toSend(draft, fields, contact);
    if (contact && Object.keys(sent).length === 0) return onClose();
    save.mutate(
      contact
        ? { name: contact.name, etag: contact.etag, draft: sent }
        : { draft: { ...sent, counterparty } },
      {
        onSuccess: (saved) => {
          toastDone(t('ui.saved'));
          if (!contact && onCreated) return onCreated(saved);
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      opened
      {...leave}
      size="lg"
      title={contact ? t('contacts.edit') : t('contacts.new')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {question}
      <form
        onInput={onInput}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
        }}
      >
        <Stack gap="md">
          <PersonInput
            autoFocus
            path="person_name"
            value={draft.person_name}
            errors={{ ...errors, person_name: errors.person_name ?? errors.display_name ?? '' }}
            onChange={(person_name) => set({ person_name: person_name ?? BLANK_PERSON })}
          />
          <TextInput
            label={t('contacts.jobTitle')}
            value={draft.job_title}
            error={errors.job_title}
            onChange={(event) => set({ job_title: event.currentTarget.value })}
          />
          <Switch
            label={t('contacts.decisionMaker')}
            checked={draft.decision_maker}
            onChange={(event) => set({ decision_maker: event.currentTarget.checked })}
          />
          {writable('phones') && (
            <fieldset className={s.set}>
              <legend className={s.legend}>{t('cp.phones')}</legend>
              <PhonesInput
                path="phones"
                value={draft.phones}
                errors={errors}
                onChange={(phones) => set({ phones })}
              />
            </fieldset>
          )}
          {writable('emails') && (
            <fieldset className={s.set}>
              <legend className={s.legend}>{t('cp.emails')}</legend>
              <EmailsInput
                path="emails"
                value={draft.emails}
                errors={errors}
                onChange={(emails) => set({ emails })}
              />
            </fieldset>
          )}
          {writable('birth_date') && (
            <DateInput
              label={t('fields.birth_date')}
              value={draft.birth_date ?? ''}
              error={errors.birth_date}
              onChange={(birth_date) => set({ birth_date })}
            />
          )}
          {writable('professional_holidays') && (
            <Suspense>
              <HolidaysPicker
                label={t('fields.professional_holidays')}
                value={draft.professional_holidays}
                error={errors.professional_holidays}
                onChange={(professional_holidays) => set({ professional_holidays })}
              />
            </Suspense>
          )}
          {writable('comment') && (
            <Textarea
              label={t('fields.comment')}
              value={draft.comment}
              onChange={(event) => set({ comment: event.currentTarget.value })}
            />
          )}
          {fields.length > 0 && writable('custom_fields') && (
            <Suspense>
              <CustomInputs
                resource="CONTACT"
                values={draft.custom_fields}
                errors={errors}
                onChange={(custom_fields) => set({ custom_fields })}
              />
            </Suspense>
          )}
          {save.error && Object.keys(errors).length === 0 && (
            <div className={s.error} role="alert">
              {errorText(save.error)}
            </div>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('ui.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** The client's field rights bind its people too: what one may not write is no field of this form. */
function useWritable(contact: Contact | undefined) {
  const { field_rights } = useProfile();
  return (field: string) =>
    !contact?.hidden_fields.includes(field) &&
    fieldAccess(field_rights, 'counterparties', field, contact?.market_state) === 'WRITE';
}
