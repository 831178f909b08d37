import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { qualificationRows } from '@/features/deals';
import { idOf } from '@/shared/api/client';
import { date, dateTime, money } from '@/shared/lib/format';
import { phone } from '@/shared/lib/phone';
import { type Lead, reasonsQuery } from './api';
import s from './Leads.module.css';

export const TEXTS = [
  ...(['company_name', 'inn', 'person_name', 'position', 'website', 'territory'] as const),
  ...(['interest', 'source', 'campaign', 'comment'] as const),
];
const TOUCHES = ['first_touch', 'last_touch'] as const;

/** What is known of a lead; what nobody knows is left out. */
export function Details({ lead, onEdit }: { lead: Lead; onEdit?: () => void }) {
  const { t, i18n: chosen } = useTranslation();
  const known = qualificationRows(t, chosen.language, lead.qualification);
  const { data: reasons = [] } = useQuery({ ...reasonsQuery, enabled: Boolean(lead.reject_reason) });
  const reason = reasons.find(({ name }) => name === lead.reject_reason)?.display_name ?? '';
  const rows: [string, ReactNode][] = [
    ['phones', lead.phones.map(phone).join(', ')],
    ['emails', lead.emails.join(', ')],
    ...TEXTS.map((key): [string, ReactNode] => [key, lead[key]]),
    ['counterparty', lead.counterparty && <Client lead={lead} />],
    ['contact', lead.contact_display_name],
    ['amount', lead.amount && money(lead.amount)],
    ['next_date', lead.next_date && date(lead.next_date)],
    ...TOUCHES.map((key): [string, ReactNode] => [key, lead[key] && <TouchText touch={lead[key]} />]),
    ['deal', lead.deal && <DealLink lead={lead} />],
    ['reject_reason', [reason, lead.reject_comment].filter(Boolean).join(': ')],
    ['create_time', lead.create_time && dateTime(lead.create_time)],
  ];
  return (
    <div className={s.part}>
      <dl className={s.list}>
        {rows
          .filter(([, value]) => Boolean(value))
          .map(([key, value]) => (
            <div key={key} className={s.row}>
              <dt>{t(`fields.leads.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {known.length > 0 && (
        <section aria-label={t('qualification.title')}>
          <h2>{t('qualification.title')}</h2>
          <dl className={s.list}>
            {known.map(([key, value]) => (
              <div key={key} className={s.row}>
                <dt>{t(`qualification.${key}`)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {onEdit && (
        <Button
          variant="default"
          style={{ justifySelf: 'start' }}
          leftSection={<IconPencil size={15} />}
          onClick={onEdit}
        >
          {t('leads.edit')}
        </Button>
      )}
    </div>
  );
}

const Client = ({ lead }: { lead: Lead }) => (
  <Link className="link" to="/counterparties/$id" params={{ id: idOf(lead.counterparty) }} search={{}}>
    {lead.counterparty_display_name}
  </Link>
);

const MARKS = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'] as const;

/** Where somebody came from: the marks of the advertisement, then the page. */
function TouchText({ touch }: { touch: NonNullable<Lead['first_touch']> }) {
  const { t } = useTranslation();
  return (
    <>
      <span>
        {MARKS.map((mark) => touch[mark])
          .filter(Boolean)
          .join(' · ')}
      </span>
      {(['page', 'referrer'] as const).map(
        (key) =>
          touch[key] && (
            <span key={key} className={s.muted}>
              <br />
              {t(`leads.touch.${key}`)}: {touch[key]}
            </span>
          ),
      )}
    </>
  );
}

function DealLink({ lead }: { lead: Lead }) {
  const { t } = useTranslation();
  return (
    <Link className="link" to="/deals/$id" params={{ id: idOf(lead.deal) }} search={{}}>
      {t('leads.toDeal')}
    </Link>
  );
}
