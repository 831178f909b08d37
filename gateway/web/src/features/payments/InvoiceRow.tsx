import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AccountingNote } from '@/features/accounting';
import { idOf } from '@/shared/api/client';
import { date, money } from '@/shared/lib/format';
import { Tag } from '@/shared/ui/Tag';
import type { Invoice } from './api';
import { isLate, minor } from './model';
import s from './Payments.module.css';

const COLORS: Record<string, string> = { OPEN: 'blue', PARTLY_PAID: 'yellow', PAID: 'green' };

/** How much of it is paid, and whether that is late. */
export function InvoiceState({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation();
  const late = isLate(invoice);
  return (
    <>
      <Tag color={late ? 'red' : (COLORS[invoice.state] ?? 'gray')}>
        {t(`enums.Invoice.State.${invoice.state}`)}
      </Tag>
      {invoice.due_date && invoice.state !== 'PAID' && invoice.state !== 'CANCELLED' && (
        <span className={late ? s.warning : s.about}>
          {t(late ? 'payments.invoice.late' : 'payments.invoice.until', { day: date(invoice.due_date) })}
        </span>
      )}
      {invoice.cancel_comment && <span className={s.about}>{invoice.cancel_comment}</span>}
      <AccountingNote about={invoice.accounting} />
    </>
  );
}

/** What came for it so far, payment by payment, and what is left. */
export function InvoicePaid({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation();
  return (
    <>
      {invoice.paid && money(invoice.paid)}
      {invoice.payments.map(({ payment, pay_date, amount }) => (
        <span key={payment} className={s.about}>
          {[
            pay_date && date(pay_date),
            amount && money(amount),
            payment.startsWith('bonuses/') && t('payments.invoice.bonuses'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      ))}
      {invoice.state === 'PARTLY_PAID' && minor(invoice.balance) > 0n && invoice.balance && (
        <span className={s.about}>{t('payments.invoice.left', { sum: money(invoice.balance) })}</span>
      )}
    </>
  );
}

/** One of all invoices: for whom, for which deal, and how it stands. */
export function InvoiceRow({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation();
  return (
    <tr className={s.row}>
      <td>
        <b>{t('payments.invoiceOf', { number: invoice.number })}</b>
        <span className={s.about}>{invoice.issue_date && date(invoice.issue_date)}</span>
      </td>
      <td>
        {invoice.buyer_display_name}
        {invoice.buyer_inn && (
          <span className={s.about}>{t('payments.inn', { inn: invoice.buyer_inn })}</span>
        )}
      </td>
      <td>
        {invoice.deal ? (
          <Link
            className="link"
            to="/deals/$id"
            params={{ id: idOf(invoice.deal) }}
            search={{ tab: 'invoices' }}
          >
            {invoice.deal_display_name || t('payments.invoice.deal')}
          </Link>
        ) : (
          '—'
        )}
      </td>
      <td className="num">{invoice.total && money(invoice.total)}</td>
      <td className="num" data-label={t('payments.invoice.paid')}>
        <InvoicePaid invoice={invoice} />
      </td>
      <td>
        <InvoiceState invoice={invoice} />
      </td>
    </tr>
  );
}
