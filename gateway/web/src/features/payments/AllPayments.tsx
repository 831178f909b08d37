import { Menu } from '@mantine/core';
import { IconArrowBackUp, IconCashBanknote } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { date, money } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { PagedList } from '@/shared/ui/PagedList';
import { PageHead } from '@/shared/ui/PageHead';
import { RowMenu } from '@/shared/ui/RowMenu';
import { toastDone } from '@/shared/ui/toast';
import { type Payment, paymentsQuery, useRelease } from './api';
import { minor } from './model';
import s from './Payments.module.css';

/** Every payment, newest first, with what became of it; those of one statement in its order. */
export function AllPayments({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  const { statement } = useSearch({ from: '/payments' });
  const list = useInfiniteQuery(paymentsQuery(statement ? { statement: `statements/${statement}` } : {}));
  const payments = list.data?.pages.flatMap((page) => page.payments) ?? [];
  return (
    <div className={s.page}>
      <PageHead title={t('payments.title')} />
      <div className={s.bar}>
        {tabs}
        {statement && (
          <Link className="link" to="/payments" search={{ part: 'all' }}>
            {t('payments.ofStatement')}
          </Link>
        )}
      </div>
      <PagedList
        list={list}
        isEmpty={payments.length === 0}
        empty={
          <EmptyState
            icon={IconCashBanknote}
            title={t('payments.none')}
            hint={t('payments.noStatementsHint')}
          />
        }
      >
        {(more) => (
          <div className={s.body}>
            <table className={s.table} aria-label={t('payments.part.all')}>
              <thead>
                <tr>
                  <th>{t('payments.columns.date')}</th>
                  <th>{t('payments.columns.sum')}</th>
                  <th>{t('payments.columns.payer')}</th>
                  <th>{t('payments.columns.outcome')}</th>
                  <th aria-label={t('ui.edit')} />
                </tr>
              </thead>
              <tbody>
                {payments.map((payment) => (
                  <Row key={payment.name} payment={payment} />
                ))}
              </tbody>
            </table>
            {more}
          </div>
        )}
      </PagedList>
    </div>
  );
}

function Row({ payment }: { payment: Payment }) {
  const { t } = useTranslation();
  const can = useCan();
  const release = useRelease();
  const incoming = payment.decision === 'AUTO' || payment.decision === 'MANUAL';
  const back = incoming && payment.state !== 'OPEN' && can('payments.write');
  return (
    <tr className={s.row}>
      <td className="num">{payment.pay_date && date(payment.pay_date)}</td>
      <td className="num">{payment.amount && money(payment.amount)}</td>
      <td>
        <b className={s.file}>{payment.payer_display_name}</b>
        <span className={s.about}>{payment.purpose}</span>
      </td>
      <td>
        <Outcome payment={payment} />
      </td>
      <td className={s.menu}>
        {back && (
          <RowMenu label={t('payments.actions', { number: payment.number })}>
            <Menu.Item
              leftSection={<IconArrowBackUp size={16} />}
              onClick={() =>
                release.mutate({ payment }, { onSuccess: () => toastDone(t('payments.released')) })
              }
            >
              {t('payments.release')}
            </Menu.Item>
          </RowMenu>
        )}
      </td>
    </tr>
  );
}

function Outcome({ payment }: { payment: Payment }) {
  const { t } = useTranslation();
  const state = payment.state === 'DONE' ? `Decision.${payment.decision}` : `State.${payment.state}`;
  const placed = payment.state === 'DONE' && payment.allocations.length > 0;
  return (
    <span className={s.counts}>
      {!placed && <span>{t(`enums.Payment.${state}`)}</span>}
      {payment.allocations.map((one) => (
        <span key={one.invoice}>
          {t('payments.invoiceOf', { number: one.invoice_number })}
          {one.amount && `: ${money(one.amount)}`}
        </span>
      ))}
      {payment.advance && minor(payment.advance) > 0n && (
        <span>{t('payments.advance', { sum: money(payment.advance) })}</span>
      )}
    </span>
  );
}
