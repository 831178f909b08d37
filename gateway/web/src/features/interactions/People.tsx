/** Who took part, and who that is: said at any later time. */
import { Button, Group, NativeSelect } from '@mantine/core';
import { IconLink, IconMail, IconPhone, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findContactsQuery } from '@/features/contacts';
import { findQuery } from '@/features/counterparties';
import { ClientPicker, ContactPicker } from '@/features/deals/fields';
import { useCan } from '@/shared/session/session';
import { toastDone, toastError } from '@/shared/ui/toast';
import { type Interaction, linkParticipant, type Participant, useChange } from './api';
import { RecordLink } from './Details';
import s from './Interactions.module.css';

const ICONS: Record<string, typeof IconUser> = { PHONE: IconPhone, EMAIL: IconMail, NAME: IconUser };
const PICKERS = { contacts: ContactPicker, counterparties: ClientPicker } as const;
type Where = keyof typeof PICKERS;

export function People({ row }: { row: Interaction }) {
  const { t } = useTranslation();
  const can = useCan();
  const [linking, setLinking] = useState('');
  if (row.with_whom.length === 0) return null;
  const may = can('interactions.update') && can('counterparties.read');
  return (
    <section aria-label={t('interactions.withWhom')}>
      <h3 className={s.part}>{t('interactions.withWhom')}</h3>
      <ul className={s.plain}>
        {row.with_whom.map((each) => (
          <li key={each.text}>
            <Line person={each} />
            {may && !each.record && linking !== each.text && (
              <Button
                size="compact-sm"
                variant="light"
                leftSection={<IconLink size={14} />}
                aria-label={`${t('interactions.link')}: ${each.text}`}
                onClick={() => setLinking(each.text)}
              >
                {t('interactions.link')}
              </Button>
            )}
            {linking === each.text && !each.record && (
              <Linking row={row} person={each} onClose={() => setLinking('')} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Line({ person }: { person: Participant }) {
  const Icon = ICONS[person.kind || 'NAME'] ?? IconUser;
  const place = person.record.startsWith('contacts/') ? person.counterparty : person.record;
  return (
    <span className={s.person}>
      <Icon size={16} aria-hidden />
      <span>{person.text}</span>
      {person.record && person.record_display_name !== person.text && (
        <RecordLink record={place || person.record} title={person.record_display_name || '…'} />
      )}
    </span>
  );
}

interface LinkingProps {
  row: Interaction;
  person: Participant;
  onClose: () => void;
}

/** Those whom the base finds by what he called himself, or whoever is looked for. */
function Linking({ row, person, onClose }: LinkingProps) {
  const { t } = useTranslation();
  const [where, setWhere] = useState<Where>('contacts');
  const link = useChange(linkParticipant);
  const { data: contacts = [] } = useQuery(findContactsQuery(person.text));
  const { data: clients = [] } = useQuery(findQuery(person.text));
  const found = [
    ...contacts.map(({ name, display_name, counterparty_display_name: of }) => ({ name, display_name, of })),
    ...clients.map(({ name, display_name, inn: of }) => ({ name, display_name, of })),
  ].slice(0, 5);
  const say = (record: string) => {
    if (!record || link.isPending) return;
    link.mutate(
      { name: row.name, text: person.text, record },
      {
        onError: toastError,
        onSuccess: () => {
          toastDone(t('interactions.linked', { text: person.text }));
          onClose();
        },
      },
    );
  };
  const Field = PICKERS[where];
  return (
    <fieldset className={s.linking} aria-label={t('interactions.whoIs', { text: person.text })}>
      {found.length > 0 && (
        <Group gap={6}>
          <span className={s.muted}>{t('interactions.alike')}</span>
          {found.map(({ name, display_name, of }) => (
            <Button
              key={name}
              size="compact-sm"
              variant="default"
              loading={link.isPending}
              onClick={() => say(name)}
            >
              {[display_name, of].filter(Boolean).join(' · ')}
            </Button>
          ))}
        </Group>
      )}
      <div className={s.two}>
        <NativeSelect
          label={t('interactions.whereTo')}
          value={where}
          data={(Object.keys(PICKERS) as Where[]).map((value) => ({
            value,
            label: t(`works.subjects.${value}`),
          }))}
          onChange={(event) => setWhere(event.currentTarget.value as Where)}
        />
        <Field key={where} label={t(`works.subjects.${where}`)} value="" onChange={say} />
      </div>
      <Button size="compact-sm" variant="subtle" onClick={onClose}>
        {t('ui.cancel')}
      </Button>
    </fieldset>
  );
}
