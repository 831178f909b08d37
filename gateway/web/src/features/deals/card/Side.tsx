import { Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ClientLoyalty } from '@/features/loyalty';
import { idOf } from '@/shared/api/client';
import { date, dateTime, due, money } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import type { Deal, Funnel } from '../api';
import s from '../Deal.module.css';
import { isOverdue } from '../model';
import { People } from './People';
import w from './Work.module.css';

/** With whom, whose, how likely, and how the money stands. */
export function Side({ deal, funnel }: { deal: Deal; funnel?: Funnel }) {
  const { t } = useTranslation();
  const can = useCan();
  return (
    <aside className={`card ${s.side}`} aria-label={t('deals.about')}>
      <dl className={s.list}>
        <Row label="counterparty">
          {deal.counterparty ? (
            <Link
              className="link"
              to="/counterparties/$id"
              params={{ id: idOf(deal.counterparty) }}
              search={{}}
            >
              {deal.counterparty_display_name || t('deals.client')}
            </Link>
          ) : (
            t('deals.noClient')
          )}
        </Row>
        <Row label="decision_maker">{deal.decision_maker_display_name}</Row>
        <Row label="owner">{deal.owner_display_name || t('deals.noOwner')}</Row>
        {deal.participants.length > 0 && (
          <Row label="participants">
            <People of={deal.participants} />
          </Row>
        )}
        <Row label="funnel">{funnel?.display_name}</Row>
        <Row label="expected_close_date">{deal.expected_close_date && date(deal.expected_close_date)}</Row>
        <Row label="probability">
          {t(deal.own_probability ? 'deals.ownPercent' : 'deals.percent', { percent: deal.probability })}
        </Row>
        <Row label="weighted_amount">{deal.weighted_amount && money(deal.weighted_amount)}</Row>
        {deal.agreement && can('agreements.read') && (
          <Row label="agreement">
            <Link className="link" to="/agreements/$id" params={{ id: idOf(deal.agreement) }}>
              {t('deals.openAgreement')}
            </Link>
          </Row>
        )}
        {deal.next_work && (
          <Row label="next_work">
            {deal.next_work.display_name}
            {deal.next_work.due_time && `, ${due(deal.next_work.due_time)}`}
          </Row>
        )}
        <Row label="next_due_date">
          {deal.next_due_date && (
            <span className={isOverdue(deal) ? w.late : undefined}>{date(deal.next_due_date)}</span>
          )}
        </Row>
        {deal.lead && can('leads.read') && (
          <Row label="lead">
            <Link className="link" to="/leads/$id" params={{ id: idOf(deal.lead) }} search={{}}>
              {t('deals.openLead')}
            </Link>
          </Row>
        )}
        <Row label="create_time">{deal.create_time && dateTime(deal.create_time)}</Row>
        <Row label="close_time">{deal.close_time && dateTime(deal.close_time)}</Row>
      </dl>
      <Paid deal={deal} />
      <Suspense>{deal.counterparty && <ClientLoyalty bare counterparty={deal.counterparty} />}</Suspense>
    </aside>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  const { t } = useTranslation();
  if (!children) return null;
  return (
    <div className={s.row}>
      <dt>{t(`fields.deals.${label}`)}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What was billed, and how much of that came. */
function Paid({ deal }: { deal: Deal }) {
  const { t } = useTranslation();
  const billed = Number(deal.invoiced?.amount ?? 0);
  if (!deal.invoiced || billed <= 0) return null;
  const paid = Number(deal.paid?.amount ?? 0);
  return (
    <section className={w.money} aria-label={t('deals.money.title')}>
      <dl className={s.list}>
        <Row label="invoiced">{money(deal.invoiced)}</Row>
        <Row label="paid">{money(deal.paid ?? { ...deal.invoiced, amount: '0' })}</Row>
      </dl>
      <Progress
        value={Math.min(100, (100 * paid) / billed)}
        color={paid >= billed ? 'green' : undefined}
        aria-label={t('deals.money.share')}
      />
    </section>
  );
}
