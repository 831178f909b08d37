/** The forms that an interaction opens, with what is known of it; what they make is noted in it. */
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { NewDeal, NewLead } from '@/features/clientSales/forms';
import { NewWork } from '@/features/works';
import { idOf } from '@/shared/api/client';
import { loadTexts } from '@/shared/i18n';
import { toastError } from '@/shared/ui/toast';
import { attachRecord, type Interaction, linkParticipant, useChange } from './api';
import { contactFrom, contactOf, emailsOf, nameOf, phonesOf } from './filled';

const EditInteraction = lazy(() => import('./InteractionForm').then((m) => ({ default: m.EditInteraction })));
const NewInteraction = lazy(() => import('./InteractionForm').then((m) => ({ default: m.NewInteraction })));
const ContactDialog = lazy(async () => {
  const [module] = await Promise.all([
    import('@/features/contacts/ContactDialog'),
    loadTexts('contacts', 'cp', 'fields', 'custom'),
  ]);
  return { default: module.ContactDialog };
});

export type Opened = 'edit' | 'follow' | 'work' | 'lead' | 'deal' | 'contact' | 'client';

interface Props {
  opened: Opened;
  interaction: Interaction;
  onClose: () => void;
}

export const Forms = (props: Props) => (
  <Suspense>
    <Form {...props} />
  </Suspense>
);

function Form({ opened, interaction: row, onClose }: Props) {
  const noted = useNoted(row);
  const made = (record: { name: string }) => {
    noted(record.name);
    onClose();
  };
  const client = row.counterparty
    ? { name: row.counterparty, display_name: row.counterparty_display_name }
    : undefined;
  switch (opened) {
    case 'edit':
      return <EditInteraction interaction={row} onClose={onClose} />;
    case 'follow':
      return <NewInteraction basedOn={row} onClose={onClose} />;
    case 'work':
      return (
        <NewWork
          interaction={row.name}
          about={
            row.subject
              ? { subject: row.subject, display_name: row.subject_display_name, ...contactOf(row) }
              : undefined
          }
          from={{ description: row.topic }}
          onClose={onClose}
        />
      );
    case 'lead':
      return (
        <NewLead
          client={client}
          from={{
            display_name: row.topic,
            person_name: nameOf(row),
            phones: phonesOf(row),
            emails: emailsOf(row),
          }}
          onCreated={made}
          onClose={onClose}
        />
      );
    case 'deal':
      return (
        <NewDeal client={client} from={{ display_name: row.topic }} onCreated={made} onClose={onClose} />
      );
    case 'contact':
      return (
        <ContactDialog
          counterparty={row.counterparty}
          from={contactFrom(row)}
          onCreated={made}
          onClose={onClose}
        />
      );
    case 'client':
      return <ToWizard row={row} />;
  }
}

/** A client is registered step by step on a screen of its own, which notes him when he is made. */
function ToWizard({ row }: { row: Interaction }) {
  const navigate = useNavigate();
  useEffect(() => {
    void navigate({ to: '/counterparties/register', search: { interaction: idOf(row.name) } });
  }, [navigate, row.name]);
  return null;
}

/** A record made of it is noted; a person is the participant whose address he was made of. */
function useNoted(row: Interaction) {
  const attach = useChange(attachRecord);
  const link = useChange(linkParticipant);
  return (record: string) => {
    attach.mutate({ name: row.name, record }, { onError: toastError });
    const unknown = row.with_whom.find((each) => !each.record);
    if (record.startsWith('contacts/') && unknown) {
      link.mutate({ name: row.name, text: unknown.text, record }, { onError: toastError });
    }
  };
}
