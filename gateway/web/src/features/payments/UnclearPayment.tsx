import { Button } from '@mantine/core';
import { IconCheck, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { date, money } from '@/shared/lib/format';
import { Tag } from '@/shared/ui/Tag';
import type { Allocation, Payment } from './api';
import { accepted } from './model';
import s from './Payments.module.css';

interface Props {
  payment: Payment;
  active: boolean;
  /** Reached by keys: it comes into sight. */
  reached: boolean;
  writes: boolean;
  onFocus: () => void;
  onAccept: (allocations: Allocation[]) => void;
  onChoose: () => void;
  onDismiss: () => void;
}

/** Who paid, what for in his own words, why that is unclear, and what may be meant. */
export function UnclearPayment(props: Props) {
  const { t } = useTranslation();
  const { payment, active, reached } = props;
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (reached) place.current?.scrollIntoView({ block: 'nearest' });
  }, [reached]);
  const sum = payment.amount ? money(payment.amount) : '';
  return (
    <article
      ref={place}
      className={`card ${s.payment}`}
      data-active={active || undefined}
      aria-label={t('payments.one', { sum, payer: payment.payer_display_name })}
      aria-current={active || undefined}
      onPointerDown={props.onFocus}
      onFocus={props.onFocus}
    >
      <div className={s.head}>
        <b className="num">{sum}</b>
        <span>{payment.pay_date && date(payment.pay_date)}</span>
        <span className={s.payer}>{payment.payer_display_name}</span>
        {payment.payer_inn && (
          <span className={s.about}>{t('payments.inn', { inn: payment.payer_inn })}</span>
        )}
        <Tag color="yellow">{t(`payments.reasons.${payment.reason}`)}</Tag>
      </div>
      <p className={s.purpose}>{payment.purpose}</p>
      {props.writes && <Decisions {...props} />}
    </article>
  );
}

function Decisions({ payment, onAccept, onChoose, onDismiss }: Props) {
  const { t } = useTranslation();
  const together = accepted(payment);
  const several = together.length > 1;
  const others = several ? payment.proposals : payment.proposals.slice(1);
  return (
    <div className={s.decisions}>
      {several && (
        <Button leftSection={<IconCheck size={16} />} onClick={() => onAccept(together)}>
          {t('payments.acceptAll', { count: together.length })}
        </Button>
      )}
      {!several && together[0] && <Accept allocation={together[0]} first onAccept={onAccept} />}
      {others.map((one) => (
        <Accept key={one.invoice} allocation={one} onAccept={onAccept} />
      ))}
      <Button variant="default" leftSection={<IconSearch size={16} />} onClick={onChoose}>
        {t('payments.choose')}
      </Button>
      <Button variant="default" leftSection={<IconX size={16} />} onClick={onDismiss}>
        {t('payments.dismiss')}
      </Button>
    </div>
  );
}

interface AcceptProps {
  allocation: Allocation;
  first?: boolean;
  onAccept: (allocations: Allocation[]) => void;
}

function Accept({ allocation, first, onAccept }: AcceptProps) {
  const { t } = useTranslation();
  return (
    <Button
      variant={first ? 'filled' : 'default'}
      leftSection={<IconCheck size={16} />}
      onClick={() => onAccept([allocation])}
    >
      {t('payments.accept', {
        number: allocation.invoice_number,
        date: allocation.invoice_date ? date(allocation.invoice_date) : '',
        sum: allocation.amount ? money(allocation.amount) : '',
      })}
    </Button>
  );
}
