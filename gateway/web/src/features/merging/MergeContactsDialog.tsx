import { Button, Checkbox, Group, Modal, Radio, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contactsOfQuery } from '@/features/contacts';
import { ApiError } from '@/shared/api/client';
import type { Contact } from '@/shared/api/types';
import { errorText } from '@/shared/lib/errors';
import { phone } from '@/shared/lib/phone';
import { useMergeContacts } from './api';
import s from './Merge.module.css';
import { useUndo } from './useUndo';

interface Props {
  contact: Contact;
  onDone: () => void;
}

/** One person entered twice at a client: who else of its people he is. */
export function MergeContactsDialog({ contact, onDone }: Props) {
  const { t } = useTranslation();
  const people = useQuery(contactsOfQuery(contact.counterparty)).data ?? [];
  const others = people.filter((one) => one.name !== contact.name);
  const [chosen, setChosen] = useState('');
  const [sure, setSure] = useState(false);
  const { offer } = useUndo();
  const merge = useMergeContacts();
  const doubtful = merge.error instanceof ApiError && merge.error.reason === 'PERSONS_UNCONFIRMED';
  const other = others.find((one) => one.name === chosen);
  const submit = () =>
    other &&
    merge.mutate(
      {
        survivor: contact.name,
        merged: [other.name],
        choices: [],
        etags: { [contact.name]: contact.etag, [other.name]: other.etag },
        confirm_persons: sure,
      },
      {
        onSuccess: (made) => {
          offer(made);
          onDone();
        },
      },
    );
  return (
    <Modal
      opened
      onClose={onDone}
      title={t('merging.withTitle', { name: contact.display_name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <p className={s.hint}>{t(others.length > 0 ? 'merging.contactHint' : 'merging.contactAlone')}</p>
          <Radio.Group
            aria-label={t('merging.with')}
            value={chosen}
            onChange={(name) => {
              setChosen(name);
              setSure(false);
              merge.reset();
            }}
          >
            <div className={s.sources}>
              {others.map((one) => (
                <Radio key={one.name} value={one.name} label={one.display_name} description={about(one)} />
              ))}
            </div>
          </Radio.Group>
          {merge.error && (
            <div className={s.notice} data-tone={doubtful ? 'doubt' : 'refusal'} role="alert">
              {errorText(merge.error)}
              {doubtful && (
                <Checkbox
                  mt="xs"
                  label={t('merging.sure')}
                  checked={sure}
                  onChange={(event) => setSure(event.currentTarget.checked)}
                />
              )}
            </div>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onDone}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={merge.isPending} disabled={!chosen || (doubtful && !sure)}>
              {t('merging.merge')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const about = (contact: Contact) =>
  [
    contact.job_title,
    ...contact.phones.map((one) => phone(one.number)),
    ...contact.emails.map((email) => email.address),
  ]
    .filter(Boolean)
    .join(' · ');
