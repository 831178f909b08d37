import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconBriefcase, IconCake, IconCheck, IconCopy } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { phone as written } from '@/shared/lib/phone';
import { EmailLink } from '@/shared/ui/EmailLink';
import { PhoneLink } from '@/shared/ui/PhoneLink';
import { Tag } from '@/shared/ui/Tag';
import type { Occasion } from './api';
import s from './Occasions.module.css';

/** Whom to congratulate on what, and how to reach him. */
export function OccasionRow({ occasion }: { occasion: Occasion }) {
  const birthday = occasion.kind === 'BIRTHDAY';
  const Icon = birthday ? IconCake : IconBriefcase;
  const phone = occasion.phones[0];
  const email = occasion.emails[0];
  const atClient = occasion.person !== occasion.counterparty;
  const about = [
    occasion.job_title,
    atClient && occasion.counterparty_display_name,
    occasion.owner_display_name,
  ];
  return (
    <li className={s.row}>
      <span className={s.icon} data-kind={occasion.kind} aria-hidden>
        <Icon size={18} stroke={1.7} />
      </span>
      <div className={s.who}>
        <Link
          className={s.name}
          to="/counterparties/$id"
          params={{ id: idOf(occasion.counterparty) }}
          search={{ tab: atClient ? 'contacts' : undefined }}
        >
          {occasion.person_display_name}
        </Link>
        <div className={s.about}>{about.filter(Boolean).join(' · ')}</div>
      </div>
      <div className={s.what}>
        <What occasion={occasion} />
      </div>
      <div className={s.reach}>
        {phone && (
          <span className={s.one}>
            <PhoneLink value={phone} />
            <Copy value={written(phone.number)} />
          </span>
        )}
        {email && (
          <span className={s.one}>
            <EmailLink address={email.address} />
            <Copy value={email.address} />
          </span>
        )}
      </div>
    </li>
  );
}

/** How old somebody becomes is said of round numbers only: the rest is his own business. */
export function What({ occasion }: { occasion: Occasion }) {
  const { t } = useTranslation();
  if (occasion.kind !== 'BIRTHDAY') return <Tag color="teal">{occasion.title}</Tag>;
  return (
    <>
      <Tag color="blue">{t('enums.Occasion.Kind.BIRTHDAY')}</Tag>
      {occasion.jubilee && <Tag color="violet">{t('occasions.jubilee', { count: occasion.age })}</Tag>}
    </>
  );
}

function Copy({ value }: { value: string }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 1200 });
  return (
    <ActionIcon
      size={26}
      aria-label={clipboard.copied ? t('ui.copied') : `${t('ui.copy')}: ${value}`}
      onClick={() => clipboard.copy(value)}
    >
      {clipboard.copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
    </ActionIcon>
  );
}
