import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date, money } from '@/shared/lib/format';
import { type Allocation, openInvoicesQuery, type Payment } from './api';
import { part } from './model';
import s from './Payments.module.css';

interface Props {
  payment: Payment;
  onChoose: (allocation: Allocation) => void;
  onClose: () => void;
}

/** Any invoice that is not paid yet: at first those of whoever paid. */
export function ChooseInvoice({ payment, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(payment.payer_inn);
  const [asked] = useDebouncedValue(text.trim(), 200);
  const found = useQuery(openInvoicesQuery(asked));
  return (
    <Modal opened onClose={onClose} title={t('payments.chooseTitle')} size="lg">
      <TextInput
        data-autofocus
        label={t('payments.find')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className={s.found} aria-label={t('payments.found')} aria-busy={found.isFetching}>
        {found.data?.map((invoice) => (
          <li key={invoice.name}>
            <button type="button" className={s.choice} onClick={() => onChoose(part(payment, invoice))}>
              <b>{t('payments.invoiceOf', { number: invoice.number })}</b>
              <span>{invoice.issue_date && date(invoice.issue_date)}</span>
              <span className={s.payer}>{invoice.buyer_display_name || invoice.buyer_inn}</span>
              <span className="num">{invoice.balance && money(invoice.balance)}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.data?.length === 0 && <p className={s.about}>{t('payments.nothingFound')}</p>}
    </Modal>
  );
}
