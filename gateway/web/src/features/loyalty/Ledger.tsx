import { Button, Drawer, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { date, dateTime, money } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { toastDone, toastError } from '@/shared/ui/toast';
import { type Bonus, bonusesQuery, useGiveBack } from './api';
import s from './Loyalty.module.css';

/** What came to a client's bonuses, and went. */
export function Ledger({ counterparty, onClose }: { counterparty: string; onClose: () => void }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(bonusesQuery(counterparty));
  const rows = list.data?.pages.flatMap((page) => page.bonuses) ?? [];
  return (
    <Drawer
      opened
      onClose={onClose}
      size={460}
      title={t('loyalty.ledger')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {list.isPending && <Skeleton h={160} />}
      {list.isError && rows.length === 0 && (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      )}
      {list.isSuccess && rows.length === 0 && <p className={s.about}>{t('loyalty.emptyLedger')}</p>}
      <ul className={s.ledger} aria-label={t('loyalty.ledger')}>
        {rows.map((row) => (
          <Row key={row.name} row={row} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('loyalty.more')}
        </Button>
      )}
    </Drawer>
  );
}

function Row({ row }: { row: Bonus }) {
  const { t } = useTranslation();
  const spends = useCan()('bonuses.spend');
  const back = useGiveBack();
  const lot = row.kind === 'ACCRUAL' || row.kind === 'RETURN';
  const about = [
    row.create_time && dateTime(row.create_time),
    row.percent && t('loyalty.ofPayments', { percent: row.percent }),
    row.invoice_number && t('loyalty.invoice', { number: row.invoice_number }),
    lot && row.expire_date && t('loyalty.until', { day: date(row.expire_date) }),
    row.creator_display_name,
  ];
  return (
    <li className={s.entry}>
      <div>
        <span>{row.kind && t(`enums.Bonus.Kind.${row.kind}`)}</span>
        <span className={s.about}>{about.filter(Boolean).join(' · ')}</span>
        {row.kind === 'SPENDING' && !row.returned && spends && (
          <Button
            variant="default"
            size="compact-sm"
            loading={back.isPending}
            onClick={() =>
              back.mutate(row, { onSuccess: () => toastDone(t('loyalty.givenBack')), onError: toastError })
            }
          >
            {t('loyalty.giveBack')}
          </Button>
        )}
      </div>
      <b className="num" data-gone={Number(row.amount?.amount ?? 0) < 0 || undefined}>
        {row.amount && money(row.amount)}
      </b>
    </li>
  );
}
