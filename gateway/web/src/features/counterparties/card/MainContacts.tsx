import { ActionIcon, Button, Skeleton } from '@mantine/core';
import { IconMail, IconPhone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { contactsOfQuery } from '@/features/contacts';
import { telHref } from '@/shared/lib/phone';
import { Ava } from '@/shared/ui/Ava';
import { ErrorState } from '@/shared/ui/ErrorState';
import { Tag } from '@/shared/ui/Tag';
import s from './Contacts.module.css';

/** The first few people beside the card, one click from a call. */
export function MainContacts({ counterparty, onAll }: { counterparty: string; onAll: () => void }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(contactsOfQuery(counterparty));
  if (isPending) return <Skeleton h={40} />;
  if (!data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data.length === 0) return <p className={s.nobody}>{t('contacts.none')}</p>;
  const first = [...data].sort((a, b) => Number(b.decision_maker) - Number(a.decision_maker)).slice(0, 4);
  return (
    <>
      {first.map((contact) => {
        const phone = contact.phones[0] && telHref(contact.phones[0].number, contact.phones[0].extension);
        const email = contact.emails[0]?.address;
        return (
          <div key={contact.name} className={s.brief}>
            <Ava name={contact.display_name} size="m" />
            <span className={s.about}>
              <span className={s.name}>
                <span className="ell">{contact.display_name}</span>
                {contact.decision_maker && (
                  <Tag size="s" color="violet" title={t('contacts.decisionMaker')}>
                    {t('contacts.decisionMakerShort')}
                  </Tag>
                )}
              </span>
              <span className={`${s.job} ell`}>{contact.job_title}</span>
            </span>
            {phone && (
              <ActionIcon
                component="a"
                href={phone}
                aria-label={`${t('card.call')}: ${contact.display_name}`}
              >
                <IconPhone size={16} />
              </ActionIcon>
            )}
            {!phone && email && (
              <ActionIcon
                component="a"
                href={`mailto:${email}`}
                aria-label={`${t('card.write')}: ${contact.display_name}`}
              >
                <IconMail size={16} />
              </ActionIcon>
            )}
          </div>
        );
      })}
      {data.length > first.length && (
        <Button variant="subtle" size="compact-sm" onClick={onAll}>
          {t('contacts.all', { count: data.length })}
        </Button>
      )}
    </>
  );
}
