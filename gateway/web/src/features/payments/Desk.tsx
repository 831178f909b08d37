import { useDebouncedCallback } from '@mantine/hooks';
import { IconCashBanknote } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '@/shared/api/realtime';
import { useKeys } from '@/shared/lib/keys';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { PagedList } from '@/shared/ui/PagedList';
import { PageHead } from '@/shared/ui/PageHead';
import { toastUndo } from '@/shared/ui/toast';
import {
  type Allocation,
  type Payment,
  paymentsQuery,
  refreshPayments,
  useAllocate,
  useDismiss,
  useRelease,
} from './api';
import { ChooseInvoice } from './ChooseInvoice';
import { accepted } from './model';
import s from './Payments.module.css';
import { UnclearPayment } from './UnclearPayment';

/** Payments that nobody could place, decided one after the other by single keys. */
export function Desk({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  const can = useCan();
  const list = useInfiniteQuery(paymentsQuery({ state: ['OPEN'] }));
  const payments = list.data?.pages.flatMap((page) => page.payments) ?? [];
  const desk = useDesk(payments);
  const client = useQueryClient();
  // A statement brings hundreds at once.
  const refresh = useDebouncedCallback(() => void refreshPayments(client), 700);
  useLive((event) => {
    if (/^(payment|statement)_/.test(event.type)) refresh();
  });
  const writes = can('payments.write');
  const { active } = desk;
  useKeys({
    KeyJ: () => desk.move(1),
    KeyK: () => desk.move(-1),
    KeyA: () => {
      if (writes && active?.proposals.length) desk.accept(active, accepted(active));
    },
    KeyI: () => {
      if (writes && active) desk.choose(active);
    },
    KeyD: () => {
      if (writes && active) desk.dismiss(active);
    },
  });
  return (
    <div className={s.page}>
      <PageHead title={t('payments.title')} />
      <div className={s.bar}>
        {tabs}
        <span className={s.keys}>{t('payments.keys')}</span>
      </div>
      <PagedList
        list={list}
        isEmpty={payments.length === 0}
        empty={
          <EmptyState
            icon={IconCashBanknote}
            title={t('payments.deskEmpty')}
            hint={t('payments.deskEmptyHint')}
          />
        }
      >
        {(more) => (
          <section className={s.list} aria-label={t('payments.part.desk')}>
            {payments.map((payment) => (
              <UnclearPayment
                key={payment.name}
                payment={payment}
                active={payment.name === active?.name}
                reached={desk.byKey && payment.name === active?.name}
                writes={writes}
                onFocus={() => desk.setActive(payment.name)}
                onAccept={(allocations) => desk.accept(payment, allocations)}
                onChoose={() => desk.choose(payment)}
                onDismiss={() => desk.dismiss(payment)}
              />
            ))}
            {more}
          </section>
        )}
      </PagedList>
      {desk.choosing && (
        <ChooseInvoice
          payment={desk.choosing}
          onChoose={(allocation) => desk.choosing && desk.accept(desk.choosing, [allocation])}
          onClose={() => desk.choose(null)}
        />
      )}
    </div>
  );
}

/** Where on the desk one is, and what can be done there. */
function useDesk(payments: readonly Payment[]) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState('');
  const [byKey, setByKey] = useState(false);
  const [choosing, choose] = useState<Payment | null>(null);
  const allocating = useAllocate();
  const dismissing = useDismiss();
  const releasing = useRelease();
  const at = Math.max(
    0,
    payments.findIndex((payment) => payment.name === chosen),
  );
  const active = payments[at];
  const setActive = (name: string) => {
    setByKey(false);
    setChosen(name);
  };
  /** The next one, or the last if that was the last. */
  const leave = (payment: Payment) => {
    const place = payments.indexOf(payment);
    setActive((payments[place + 1] ?? payments[place - 1])?.name ?? '');
  };
  const undo = (payment: Payment) => () => releasing.mutate({ payment });
  const busy = allocating.isPending || dismissing.isPending;
  const accept = (payment: Payment, allocations: Allocation[]) => {
    // A key that is held must not decide about the next one by the way.
    if (busy) return;
    choose(null);
    leave(payment);
    allocating.mutate(
      { payment, allocations },
      { onSuccess: (done) => toastUndo(t('payments.allocated'), undo(done)) },
    );
  };
  const dismiss = (payment: Payment) => {
    if (busy) return;
    leave(payment);
    dismissing.mutate({ payment }, { onSuccess: (done) => toastUndo(t('payments.dismissed'), undo(done)) });
  };
  const move = (by: number) => {
    setByKey(true);
    setChosen(payments[at + by]?.name ?? active?.name ?? '');
  };
  return { active, byKey, setActive, move, accept, dismiss, choosing, choose };
}
