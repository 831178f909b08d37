import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/shared/api/client';
import type { Money } from '@/shared/api/types';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { money } from '@/shared/lib/format';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { toastDone } from '@/shared/ui/toast';
import { standingQuery, useSpend } from './api';
import { number } from './tiers';

interface Props {
  invoice: { name: string; number: string; counterparty: string; balance?: Money | null };
  onClose: () => void;
}

/** Pays an invoice with its client's bonuses. */
export function SpendBonuses({ invoice, onClose }: Props) {
  const { t } = useTranslation();
  const spend = useSpend();
  const { data } = useQuery(standingQuery(invoice.counterparty));
  const [typed, setTyped] = useState<string>();
  const most = Math.min(Number(data?.bonus_balance?.amount ?? 0), Number(invoice.balance?.amount ?? 0));
  const amount = typed ?? (most > 0 ? String(most) : '');
  const fields = fieldErrors(spend.error);
  const refusal = spend.error instanceof ApiError && !fields.amount ? errorText(spend.error) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    spend.mutate(
      { invoice: invoice.name, amount: number(amount) },
      {
        onSuccess: () => {
          toastDone(t('loyalty.spent'));
          onClose();
        },
      },
    );
  };
  return (
    <FormDrawer
      title={t('loyalty.spendOn', { number: invoice.number })}
      size={420}
      action={t('loyalty.spend')}
      saving={spend.isPending}
      noValidate
      onSubmit={submit}
      onClose={onClose}
    >
      {data?.bonus_balance && <p>{t('loyalty.has', { amount: money(data.bonus_balance) })}</p>}
      <TextInput
        data-autofocus
        label={t('loyalty.amount')}
        inputMode="decimal"
        value={amount}
        error={fields.amount ?? refusal}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </FormDrawer>
  );
}
