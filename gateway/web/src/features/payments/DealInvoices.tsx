import { Button, Menu, Skeleton } from '@mantine/core';
import { IconFileInvoice, IconGift, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SpendBonuses } from '@/features/loyalty';
import { useLive } from '@/shared/api/realtime';
import type { Schemas } from '@/shared/api/types';
import { date, money } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { RowMenu } from '@/shared/ui/RowMenu';
import { toastDone } from '@/shared/ui/toast';
import { dealInvoicesQuery, type Invoice, useCancelInvoice } from './api';
import { InvoiceForm } from './InvoiceForm';
import { InvoicePaid, InvoiceState } from './InvoiceRow';
import { offersOf } from './model';
import s from './Payments.module.css';

type Deal = Pick<Schemas['Deal'], 'name' | 'amount' | 'invoiced' | 'paid' | 'payment_schedule'>;

/** What a deal is billed with, and how much of that is paid. */
export function DealInvoices({ deal }: { deal: Deal }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const can = useCan();
  const list = useQuery(dealInvoicesQuery(deal.name));
  useLive((event) => {
    if (/^(invoice|payment)_/.test(event.type)) void client.invalidateQueries({ queryKey: ['invoices'] });
  });
  const [creating, setCreating] = useState(false);
  if (list.isPending) return <Skeleton h={120} m={16} />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const create = can('invoices.write') && (
    <Button leftSection={<IconFileInvoice size={16} />} onClick={() => setCreating(true)}>
      {t('payments.invoice.create')}
    </Button>
  );
  return (
    <div className={s.invoices}>
      {list.data.length === 0 ? (
        <EmptyState icon={IconFileInvoice} title={t('payments.invoice.none')}>
          {create}
        </EmptyState>
      ) : (
        <>
          <div className={s.billed}>
            {create}
            <Billed deal={deal} />
          </div>
          <table className={s.table} aria-label={t('payments.invoice.list')}>
            <thead>
              <tr>
                <th>{t('payments.invoice.number')}</th>
                <th>{t('payments.columns.sum')}</th>
                <th>{t('payments.invoice.paid')}</th>
                <th>{t('payments.invoice.state')}</th>
                <th aria-label={t('ui.edit')} />
              </tr>
            </thead>
            <tbody>
              {list.data.map((invoice) => (
                <Row key={invoice.name} invoice={invoice} writes={can('invoices.write')} />
              ))}
            </tbody>
          </table>
        </>
      )}
      {creating && (
        <InvoiceForm deal={deal.name} offers={offersOf(deal)} onClose={() => setCreating(false)} />
      )}
    </div>
  );
}

function Row({ invoice, writes }: { invoice: Invoice; writes: boolean }) {
  const { t } = useTranslation();
  const cancel = useCancelInvoice();
  const [spending, setSpending] = useState(false);
  const open = invoice.state === 'OPEN' || invoice.state === 'PARTLY_PAID';
  const spends =
    useCan()('bonuses.spend') && open && invoice.counterparty && invoice.total?.currency === 'RUB';
  const cancels = writes && invoice.state === 'OPEN';
  return (
    <tr className={s.row}>
      <td>
        <b>{t('payments.invoiceOf', { number: invoice.number })}</b>
        <span className={s.about}>{invoice.issue_date && date(invoice.issue_date)}</span>
      </td>
      <td className="num">{invoice.total && money(invoice.total)}</td>
      <td className="num" data-label={t('payments.invoice.paid')}>
        <InvoicePaid invoice={invoice} />
      </td>
      <td>
        <InvoiceState invoice={invoice} />
      </td>
      <td className={s.menu}>
        {(spends || cancels) && (
          <RowMenu label={t('payments.invoice.actions', { number: invoice.number })}>
            {spends && (
              <Menu.Item leftSection={<IconGift size={16} />} onClick={() => setSpending(true)}>
                {t('payments.invoice.withBonuses')}
              </Menu.Item>
            )}
            {cancels && (
              <Menu.Item
                leftSection={<IconX size={16} />}
                onClick={() =>
                  cancel.mutate(invoice, { onSuccess: () => toastDone(t('payments.invoice.cancelled')) })
                }
              >
                {t('payments.invoice.cancel')}
              </Menu.Item>
            )}
          </RowMenu>
        )}
        <Suspense>
          {spending && <SpendBonuses invoice={invoice} onClose={() => setSpending(false)} />}
        </Suspense>
      </td>
    </tr>
  );
}

/** How the bills stand to the deal itself. */
function Billed({ deal }: { deal: Deal }) {
  const { t } = useTranslation();
  const rows = [
    ['amount', deal.amount],
    ['billed', deal.invoiced],
    ['paid', deal.paid],
  ] as const;
  return (
    <dl className={s.sums}>
      {rows.map(
        ([key, value]) =>
          value && (
            <div key={key}>
              <dt>{t(`payments.invoice.of.${key}`)}</dt>
              <dd className="num">{money(value)}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
