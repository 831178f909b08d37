import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useHolidayTitles } from '@/features/holidays';
import type { Counterparty } from '@/shared/api/types';
import { usersQuery, useSegments } from '@/shared/session/directory';
import { Ava } from '@/shared/ui/Ava';
import { CopyText } from '@/shared/ui/CopyText';
import { EmailLink } from '@/shared/ui/EmailLink';
import { PhoneLink } from '@/shared/ui/PhoneLink';
import { Tag } from '@/shared/ui/Tag';
import { FIELDS, type FieldId } from '../fields/fields';
import { valueText } from '../fields/valueText';
import s from './Card.module.css';

interface Props {
  id: FieldId;
  row: Counterparty;
  label: string;
}

/** How a filled field reads on the card. */
export function FieldValue({ id, row, label }: Props): ReactNode {
  switch (FIELDS[id].editor) {
    case 'mono':
      return <CopyText value={String(row[id])} label={label} />;
    case 'url':
      return (
        <a className="link ell" href={href(row.website)} target="_blank" rel="noreferrer">
          {row.website.replace(/^https?:\/\//, '').replace(/\/$/, '')}
        </a>
      );
    case 'area':
      return <span className={s.long}>{String(row[id])}</span>;
    case 'phones':
      return <Phones row={row} />;
    case 'emails':
      return <Emails row={row} />;
    case 'addresses':
      return <Addresses row={row} />;
    case 'accounts':
      return <Accounts row={row} />;
    case 'segments':
      return <SegmentTags row={row} />;
    case 'roles':
      return <RoleTags row={row} />;
    case 'owner':
      return (
        <span className={s.person}>
          <Ava name={row.owner_display_name} />
          {row.owner_display_name}
          {row.owner_segment && <OwnerSegment name={row.owner_segment} />}
        </span>
      );
    case 'preferences':
      return row.preferences.map(({ topic, text }, index) => (
        <div key={`${topic} ${index}`} className={s.line}>
          <span className={s.aside}>{topic}</span>
          <span>{text}</span>
        </div>
      ));
    case 'holidays':
      return <Holidays row={row} />;
    case 'participants':
      return <Participants row={row} />;
    default:
      return <span>{valueText(id, row[id])}</span>;
  }
}

/** Only web addresses become links: a stored `javascript:` must never be one. */
const href = (website: string) => (/^https?:\/\//i.test(website) ? website : `https://${website}`);

/** Nobody chose him: the client's segment did. */
function OwnerSegment({ name }: { name: string }) {
  const { t } = useTranslation();
  const segment = useSegments().get(name);
  return segment ? (
    <Tag size="s" color={segment.color} title={t('fields.owner_segment')}>
      {segment.display_name}
    </Tag>
  ) : null;
}

function Phones({ row }: { row: Counterparty }) {
  const { t } = useTranslation();
  return row.phones.map((phone, index) => (
    <div key={`${phone.number} ${index}`} className={s.line}>
      <PhoneLink value={phone} />
      <span className={s.aside}>
        {[phone.kind && t(`fields.phoneKinds.${phone.kind}`), phone.comment].filter(Boolean).join(', ')}
      </span>
    </div>
  ));
}

const Emails = ({ row }: { row: Counterparty }) =>
  row.emails.map((email) => (
    <div key={email.address} className={s.line}>
      <EmailLink address={email.address} />
      <span className={s.aside}>{email.comment}</span>
    </div>
  ));

function Addresses({ row }: { row: Counterparty }) {
  const { t } = useTranslation();
  return row.addresses.map((address, index) => (
    <div key={`${address.text} ${index}`} className={s.block}>
      {address.kind && <div className={s.aside}>{t(`fields.addressKinds.${address.kind}`)}</div>}
      {address.text}
    </div>
  ));
}

function Accounts({ row }: { row: Counterparty }) {
  const { t } = useTranslation();
  return row.bank_accounts.map((account) => (
    <div key={account.account} className={s.block}>
      <div className={s.bank}>{account.bank_name}</div>
      <div className={s.parts}>
        {(['account', 'bic', 'correspondent_account'] as const).map(
          (part) =>
            account[part] && (
              <Fragment key={part}>
                <span className={s.aside}>{t(`fields.accountParts.${part}`)}</span>
                <CopyText value={account[part]} label={t(`fields.accountParts.${part}`)} />
              </Fragment>
            ),
        )}
      </div>
    </div>
  ));
}

function SegmentTags({ row }: { row: Counterparty }) {
  const segments = useSegments();
  return (
    <span className={s.tags}>
      {row.segments.map((name) => (
        <Tag key={name} color={segments.get(name)?.color}>
          {segments.get(name)?.display_name ?? '…'}
        </Tag>
      ))}
    </span>
  );
}

function RoleTags({ row }: { row: Counterparty }) {
  const { t } = useTranslation();
  return (
    <span className={s.tags}>
      {row.roles.map((role) => (
        <Tag key={role}>{t(`cp.roleNames.${role}`)}</Tag>
      ))}
    </span>
  );
}

function Holidays({ row }: { row: Counterparty }) {
  const titles = useHolidayTitles(row.professional_holidays.length > 0);
  return (
    <span className={s.tags}>
      {row.professional_holidays.map((name) => (
        <Tag key={name}>{titles.get(name) ?? '…'}</Tag>
      ))}
    </span>
  );
}

function Participants({ row }: { row: Counterparty }) {
  const people = useQuery(usersQuery(row.participants)).data ?? [];
  return people.map((user) => (
    <div key={user.name} className={s.person}>
      <Ava name={user.display_name} />
      <span className="ell">{user.display_name}</span>
    </div>
  ));
}
