import { ActionIcon, Button, Menu, Skeleton } from '@mantine/core';
import {
  IconArrowMerge,
  IconChecklist,
  IconDots,
  IconFileCheck,
  IconHistory,
  IconPaperclip,
  IconPencil,
  IconPlus,
  IconTrash,
  IconUserPlus,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConsentsDrawer } from '@/features/consents';
import { contactsOfQuery, useDeleteContact, useUndeleteContact } from '@/features/contacts';
import { CustomLines } from '@/features/customFields';
import { MergeContactsDialog } from '@/features/merging';
import { NewWork } from '@/features/works';
import type { Contact } from '@/shared/api/types';
import { useCan } from '@/shared/session/session';
import { Ava } from '@/shared/ui/Ava';
import { EmailLink } from '@/shared/ui/EmailLink';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { PhoneLink } from '@/shared/ui/PhoneLink';
import { Tag } from '@/shared/ui/Tag';
import { toastDone, toastUndo } from '@/shared/ui/toast';
import { PersonDrawer, type PersonTab } from '../history';
import s from './Contacts.module.css';

const ContactDialog = lazy(() =>
  import('@/features/contacts/ContactDialog').then((module) => ({ default: module.ContactDialog })),
);

interface Props {
  counterparty: string;
  writable: boolean;
}

/** The people at the client, with everything one may do about them. */
export function Contacts({ counterparty, writable }: Props) {
  const { t } = useTranslation();
  const contacts = useQuery(contactsOfQuery(counterparty));
  const [dialog, setDialog] = useState<Contact | 'new' | null>(null);
  const [merging, setMerging] = useState<Contact | null>(null);
  const [consents, setConsents] = useState<Contact | null>(null);
  const [planning, setPlanning] = useState<Contact | null>(null);
  const [opened, setOpened] = useState<{ contact: Contact; tab: PersonTab } | null>(null);
  const can = useCan();
  const { toBin } = useContactRemoval();
  const add = (
    <Button leftSection={<IconPlus size={15} />} size="compact-sm" onClick={() => setDialog('new')}>
      {t('contacts.add')}
    </Button>
  );
  if (contacts.error && !contacts.data) {
    return <ErrorState error={contacts.error} retry={() => void contacts.refetch()} />;
  }
  return (
    <div>
      {contacts.isPending && <Skeleton h={120} m={16} />}
      {contacts.data?.length === 0 && (
        <EmptyState
          icon={IconUserPlus}
          tone="gray"
          title={t('contacts.none')}
          hint={writable ? t('contacts.noneHint') : undefined}
        >
          {writable && add}
        </EmptyState>
      )}
      <ul className={s.list}>
        {contacts.data?.map((contact) => (
          <Person
            key={contact.name}
            contact={contact}
            writable={writable}
            onEdit={() => setDialog(contact)}
            onMerge={contacts.data.length > 1 ? () => setMerging(contact) : undefined}
            onConsents={can('consents.read') ? () => setConsents(contact) : undefined}
            onPlan={can('works.create') ? () => setPlanning(contact) : undefined}
            onOpen={(tab) => setOpened({ contact, tab })}
            onDelete={() => toBin(contact)}
          />
        ))}
      </ul>
      {writable && Boolean(contacts.data?.length) && <div className={s.add}>{add}</div>}
      {opened && (
        <Suspense>
          <PersonDrawer {...opened} writable={writable} onClose={() => setOpened(null)} />
        </Suspense>
      )}
      {consents && (
        <Suspense>
          <ConsentsDrawer
            person={consents.name}
            name={consents.display_name}
            onClose={() => setConsents(null)}
          />
        </Suspense>
      )}
      {planning && (
        <Suspense>
          <NewWork about={withPerson(planning)} onClose={() => setPlanning(null)} />
        </Suspense>
      )}
      {merging && (
        <Suspense>
          <MergeContactsDialog contact={merging} onDone={() => setMerging(null)} />
        </Suspense>
      )}
      {dialog && (
        <Suspense>
          <ContactDialog
            counterparty={counterparty}
            contact={dialog === 'new' ? undefined : dialog}
            onClose={() => setDialog(null)}
          />
        </Suspense>
      )}
    </div>
  );
}

/** A work is about the client, with the person. */
const withPerson = (contact: Contact) => ({
  subject: contact.counterparty,
  display_name: contact.counterparty_display_name,
  contact: contact.name,
  contact_display_name: contact.display_name,
});

interface PersonProps {
  contact: Contact;
  writable: boolean;
  onEdit: () => void;
  onMerge?: () => void;
  onConsents?: () => void;
  onPlan?: () => void;
  onOpen: (tab: PersonTab) => void;
  onDelete: () => void;
}

function Person({ contact, writable, onEdit, onMerge, onConsents, onPlan, onOpen, onDelete }: PersonProps) {
  const { t } = useTranslation();
  return (
    <li className={s.person}>
      <Ava name={contact.display_name} size="l" />
      <div className={s.about}>
        <div className={s.name}>
          <span className="ell">{contact.display_name}</span>
          {contact.decision_maker && (
            <Tag size="s" color="violet" title={t('contacts.decisionMaker')}>
              {t('contacts.decisionMakerShort')}
            </Tag>
          )}
        </div>
        <div className={s.job}>{contact.job_title || t('contacts.noJob')}</div>
        {contact.comment && <div className={s.comment}>{contact.comment}</div>}
        <CustomLines resource="CONTACT" values={contact.custom_fields} />
      </div>
      <div className={s.reach}>
        {contact.phones.map((phone, index) => (
          <PhoneLink key={`${phone.number} ${index}`} value={phone} />
        ))}
        {contact.emails.map((email) => (
          <EmailLink key={email.address} address={email.address} />
        ))}
      </div>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={30} aria-label={t('contacts.actions', { name: contact.display_name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {writable && (
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
              {t('ui.edit')}
            </Menu.Item>
          )}
          {onPlan && (
            <Menu.Item leftSection={<IconChecklist size={16} />} onClick={onPlan}>
              {t('contacts.plan')}
            </Menu.Item>
          )}
          {onConsents && (
            <Menu.Item leftSection={<IconFileCheck size={16} />} onClick={onConsents}>
              {t('contacts.consents')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPaperclip size={16} />} onClick={() => onOpen('files')}>
            {t('card.tab.files')}
          </Menu.Item>
          <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => onOpen('history')}>
            {t('card.tab.history')}
          </Menu.Item>
          {writable && onMerge && (
            <Menu.Item leftSection={<IconArrowMerge size={16} />} onClick={onMerge}>
              {t('contacts.merge')}
            </Menu.Item>
          )}
          {writable && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onDelete}>
              {t('ui.delete')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

function useContactRemoval() {
  const { t } = useTranslation();
  const remove = useDeleteContact();
  const restore = useUndeleteContact();
  const toBin = (contact: Contact) =>
    remove.mutate(contact, {
      onSuccess: () =>
        toastUndo(t('contacts.deleted', { name: contact.display_name }), () =>
          restore.mutate(contact.name, { onSuccess: () => toastDone(t('card.restored')) }),
        ),
    });
  return { toBin };
}
