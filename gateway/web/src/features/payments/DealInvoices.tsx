import { Button, Menu, Skeleton, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconFileInvoice, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Money } from '@/shared/api/types';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { date, money } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import { dealInvoicesQuery, type Invoice, useCancelInvoice, useCreateInvoice } from './api';
import s from './Payments.module.css';

interface Props {
  deal: string;
  amount?: Money | null;
}

/** What a deal is billed with, and how much of that is paid. */
export function DealInvoices({ deal, amount }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const list = useQuery(dealInvoicesQuery(deal));
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
          <div>{create}</div>
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
      {creating && <NewInvoice deal={deal} amount={amount} onClose={() => setCreating(false)} />}
    </div>
  );
}

const COLORS: Record<string, string> = { OPEN: 'blue', PARTLY_PAID: 'yellow', PAID: 'green' };

function Row({ invoice, writes }: { invoice: Invoice; writes: boolean }) {
  const { t } = useTranslation();
  const cancel = useCancelInvoice();
  return (
    <tr className={s.row}>
      <td>
        <b>{t('payments.invoiceOf', { number: invoice.number })}</b>
        <span className={s.about}>{invoice.issue_date && date(invoice.issue_date)}</span>
      </td>
      <td className="num">{invoice.total && money(invoice.total)}</td>
      <td className="num">{invoice.paid && money(invoice.paid)}</td>
      <td>
        <Tag color={COLORS[invoice.state] ?? 'gray'}>{t(`enums.Invoice.State.${invoice.state}`)}</Tag>
      </td>
      <td className={s.menu}>
        {writes && invoice.state === 'OPEN' && (
          <RowMenu label={t('payments.invoice.actions', { number: invoice.number })}>
            <Menu.Item
              leftSection={<IconX size={16} />}
              onClick={() =>
                cancel.mutate(invoice, { onSuccess: () => toastDone(t('payments.invoice.cancelled')) })
              }
            >
              {t('payments.invoice.cancel')}
            </Menu.Item>
          </RowMenu>
        )}
      </td>
    </tr>
  );
}

function NewInvoice({ deal, amount, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation();
  const create = useCreateInvoice();
  const form = useForm({ initialValues: { number: '', total: amount?.amount ?? '', buyer_inn: '' } });
  const submit = form.onSubmit(({ total, ...body }) =>
    create.mutate(
      {
        ...body,
        deal,
        total: total ? { amount: total.replace(',', '.'), currency: amount?.currency ?? 'RUB' } : undefined,
      },
      {
        onSuccess: (made) => {
          toastDone(t('payments.invoice.created', { number: made.number }));
          onClose();
        },
        onError: (error) => form.setErrors(fieldErrors(error)),
      },
    ),
  );
  // What is wrong with fields that the form does not have, such as a firm of ours that is missing.
  const shown = Object.keys(form.errors);
  const hidden = shown.filter((field) => !(field in form.values)).map((field) => String(form.errors[field]));
  return (
    <FormDrawer
      title={t('payments.invoice.create')}
      size={420}
      action={t('payments.invoice.create')}
      saving={create.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {create.error && (shown.length === 0 || hidden.length > 0) && (
        <div className={s.error} role="alert">
          {hidden.join(' ') || errorText(create.error)}
        </div>
      )}
      <TextInput
        data-autofocus
        label={t('payments.invoice.number')}
        description={t('payments.invoice.numberHint')}
        maxLength={60}
        {...form.getInputProps('number')}
      />
      <TextInput label={t('payments.columns.sum')} inputMode="decimal" {...form.getInputProps('total')} />
      <TextInput
        label={t('payments.invoice.buyerInn')}
        description={t('payments.invoice.buyerInnHint')}
        inputMode="numeric"
        {...form.getInputProps('buyer_inn')}
      />
    </FormDrawer>
  );
}
