import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Money } from '@/shared/api/types';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { money } from '@/shared/lib/format';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { MoneyInput } from '@/shared/ui/fields/MoneyInput';
import { toastDone } from '@/shared/ui/toast';
import { sellersQuery, useCreateInvoice } from './api';
import type { Offer } from './model';
import s from './Payments.module.css';

interface Props {
  deal?: string;
  /** For whom it is without a deal. */
  client?: string;
  /** What may be billed: what is left, and the parts that were agreed on; the first is proposed. */
  offers: Offer[];
  onClose: () => void;
}

/** A bill for a deal, or for a client. */
export function InvoiceForm({ deal, client, offers, onClose }: Props) {
  const { t } = useTranslation();
  const create = useCreateInvoice();
  const { data: sellers = [] } = useQuery(sellersQuery);
  const firms = sellers.filter(({ archived }) => !archived);
  const form = useForm({
    initialValues: {
      number: '',
      total: (offers[0]?.sum ?? null) as Money | null,
      due_date: '',
      seller: '',
      buyer_inn: '',
    },
  });
  const submit = form.onSubmit(({ total, due_date, seller, ...body }) =>
    create.mutate(
      {
        ...body,
        deal,
        counterparty: client,
        total: total ?? undefined,
        due_date: due_date || undefined,
        seller: seller || undefined,
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
  // What is wrong with fields that the form does not have.
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
      <MoneyInput
        autoFocus
        label={t('payments.columns.sum')}
        error={form.errors.total}
        value={form.values.total}
        onChange={(total) => form.setFieldValue('total', total)}
      />
      {offers.length > 1 && (
        <div className={s.offers}>
          {offers.map(({ key, percent, sum }) => (
            <Button key={key} variant="default" size="xs" onClick={() => form.setFieldValue('total', sum)}>
              {percent
                ? t('payments.invoice.part', { percent, sum: money(sum) })
                : t('payments.invoice.rest', { sum: money(sum) })}
            </Button>
          ))}
        </div>
      )}
      <DateInput
        label={t('payments.invoice.due')}
        error={form.errors.due_date}
        value={form.values.due_date}
        onChange={(due_date) => form.setFieldValue('due_date', due_date)}
      />
      {firms.length > 1 && (
        <NativeSelect
          label={t('payments.invoice.seller')}
          data={firms.map((firm) => ({ value: firm.default ? '' : firm.name, label: firm.display_name }))}
          {...form.getInputProps('seller')}
        />
      )}
      <TextInput
        label={t('payments.invoice.number')}
        description={t('payments.invoice.numberHint')}
        maxLength={60}
        {...form.getInputProps('number')}
      />
      <TextInput
        label={t('payments.invoice.buyerInn')}
        description={t('payments.invoice.buyerInnHint')}
        inputMode="numeric"
        {...form.getInputProps('buyer_inn')}
      />
    </FormDrawer>
  );
}
