import { Button, Group, Modal, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomFields, valueToSend } from '@/features/customFields';
import type { Contact } from '@/shared/api/types';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { BLANK_PERSON, EmailsInput, PersonInput, PhonesInput } from '@/shared/ui/fields/inputs';
import { toastDone } from '@/shared/ui/toast';
import { useSaveContact } from './api';
import s from './Contacts.module.css';

// Its lists and pickers are more code than this dialog, and many tenants have no fields of their own.
const CustomInputs = lazy(() =>
  import('@/features/customFields/CustomFieldset').then((module) => ({ default: module.CustomInputs })),
);

const HolidaysPicker = lazy(() =>
  import('@/features/holidays/HolidaysPicker').then((module) => ({ default: module.HolidaysPicker })),
);

interface Props {
  counterparty: string;
  /** Absent for a new one. */
  contact?: Contact;
  onClose: () => void;
}

const NONE = {
  phones: [],
  emails: [],
  job_title: '',
  decision_maker: false,
  comment: '',
  birth_date: null,
  professional_holidays: [],
};
const BLANK_PHONE = { number: '', extension: '', kind: '' as const, comment: '' };

/** A person whose name was one line so far is split no further: the line stays the family name. */
const nameOf = (contact?: Contact) =>
  contact?.person_name ?? { ...BLANK_PERSON, family_name: contact?.display_name ?? '' };

export function ContactDialog({ counterparty, contact, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveContact();
  const fields = useCustomFields('CONTACT');
  const [draft, setDraft] = useState(() => ({
    ...NONE,
    ...contact,
    phones: contact?.phones.length ? contact.phones : [BLANK_PHONE],
    person_name: nameOf(contact),
    custom_fields: contact?.custom_fields ?? {},
  }));
  const set = (patch: Partial<typeof draft>) => setDraft({ ...draft, ...patch });
  const errors = fieldErrors(save.error);
  const submit = () => {
    const { family_name, given_name, middle_name } = draft.person_name;
    save.mutate(
      {
        name: contact?.name,
        etag: contact?.etag,
        draft: {
          counterparty,
          person_name: draft.person_name,
          display_name: [family_name, given_name, middle_name].filter(Boolean).join(' ').trim(),
          job_title: draft.job_title,
          decision_maker: draft.decision_maker,
          phones: draft.phones.filter((phone) => phone.number.trim()),
          emails: draft.emails.filter((email) => email.address.trim()),
          comment: draft.comment,
          // Null clears it.
          birth_date: draft.birth_date || (null as never),
          professional_holidays: draft.professional_holidays,
          custom_fields: Object.fromEntries(
            fields.map((field) => [field.key, valueToSend(field, draft.custom_fields[field.key])]),
          ),
        },
      },
      {
        onSuccess: () => {
          toastDone(t('ui.saved'));
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={contact ? t('contacts.edit') : t('contacts.new')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
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
          <fieldset className={s.set}>
            <legend className={s.legend}>{t('cp.phones')}</legend>
            <PhonesInput
              path="phones"
              value={draft.phones}
              errors={errors}
              onChange={(phones) => set({ phones })}
            />
          </fieldset>
          <fieldset className={s.set}>
            <legend className={s.legend}>{t('cp.emails')}</legend>
            <EmailsInput
              path="emails"
              value={draft.emails}
              errors={errors}
              onChange={(emails) => set({ emails })}
            />
          </fieldset>
          <DateInput
            label={t('fields.birth_date')}
            value={draft.birth_date ?? ''}
            error={errors.birth_date}
            onChange={(birth_date) => set({ birth_date })}
          />
          <Suspense>
            <HolidaysPicker
              label={t('fields.professional_holidays')}
              value={draft.professional_holidays}
              error={errors.professional_holidays}
              onChange={(professional_holidays) => set({ professional_holidays })}
            />
          </Suspense>
          <Textarea
            label={t('fields.comment')}
            value={draft.comment}
            onChange={(event) => set({ comment: event.currentTarget.value })}
          />
          {fields.length > 0 && (
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
