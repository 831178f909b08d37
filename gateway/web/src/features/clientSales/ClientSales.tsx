import { Button, Skeleton } from '@mantine/core';
import { IconFileInvoice, IconFlame, IconLayoutKanban, IconPlus, IconSignature } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '@/shared/api/realtime';
import type { Counterparty } from '@/shared/api/types';
import { count, date, money } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { Tag } from '@/shared/ui/Tag';
import { salesQuery } from './api';
import s from './ClientSales.module.css';
import type { Sale } from './counts';
import { NewAgreement, NewDeal, NewInvoice, NewLead } from './forms';
import type { Row } from './rows';

const ICONS = {
  deals: IconLayoutKanban,
  leads: IconFlame,
  agreements: IconSignature,
  invoices: IconFileInvoice,
};
const CREATE = {
  deals: 'deals.create',
  leads: 'leads.create',
  agreements: 'agreements.write',
  invoices: 'invoices.write',
};

interface Props {
  of: Sale;
  client: Pick<Counterparty, 'name' | 'display_name' | 'state'>;
}

/** What of one kind is sold to a client: the newest first, and one more. */
export function ClientSales({ of, client }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const readable = can(`${of}.read`);
  const list = useInfiniteQuery(salesQuery(of, client.name, readable));
  const [creating, setCreating] = useState(false);
  useRefresh(of);
  if (!readable) return <NoRight permission={`${of}.read`} />;
  if (list.isPending) return <Skeleton h={160} w="auto" m={16} />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const rows = list.data.pages.flatMap((page) => page.rows);
  const create = can(CREATE[of]) && client.state === 'ACTIVE' && (
    <Button size="compact-md" leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t(`clientSales.create.${of}`)}
    </Button>
  );
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState icon={ICONS[of]} title={t(`clientSales.none.${of}`)} hint={t(`clientSales.hint.${of}`)}>
          {create}
        </EmptyState>
      ) : (
        <>
          <div className={s.head}>
            <span className={s.count}>
              {t('clientSales.shown', { n: count(rows.length) + (list.hasNextPage ? '+' : '') })}
            </span>
            {create}
          </div>
          <ul className={s.rows} aria-label={t(`card.tab.${of}`)}>
            {rows.map((row) => (
              <Line key={row.name} row={row} />
            ))}
          </ul>
          {list.hasNextPage && (
            <Button
              variant="subtle"
              m={12}
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t('clientSales.more')}
            </Button>
          )}
        </>
      )}
      <Suspense>{creating && <Form of={of} client={client} onClose={() => setCreating(false)} />}</Suspense>
    </>
  );
}

function Line({ row }: { row: Row }) {
  const { t } = useTranslation();
  const { to, title, state, kind, owner, day, amount } = row;
  const about = [kind && t(kind), owner, day && date(day)].filter(Boolean).join(' · ');
  return (
    <li className={s.row}>
      <span className={s.what}>
        {to ? (
          <Link className="link" to={to.to} params={{ id: to.id }} search={{ tab: to.tab }}>
            {title}
          </Link>
        ) : (
          title
        )}
        <span className={s.about}>{about}</span>
      </span>
      <Tag color={row.color}>{t(state)}</Tag>
      <span className={`${s.amount} num`}>{amount && money(amount)}</span>
    </li>
  );
}

function Form({ of, client, onClose }: Props & { onClose: () => void }) {
  switch (of) {
    case 'deals':
      return <NewDeal client={client} onClose={onClose} />;
    case 'leads':
      return <NewLead client={client} onClose={onClose} />;
    case 'agreements':
      return <NewAgreement client={client} onClose={onClose} />;
    case 'invoices':
      return <NewInvoice client={client.name} offers={[]} onClose={onClose} />;
  }
}

/** What colleagues do to them appears by itself. */
function useRefresh(of: Sale) {
  const queries = useQueryClient();
  useLive((event) => {
    if (event.subject.startsWith(`${of}/`))
      void queries.invalidateQueries({ queryKey: [of, 'list', 'ofClient'] });
  });
}
