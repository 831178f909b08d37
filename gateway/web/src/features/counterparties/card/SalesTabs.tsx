/** What is sold to the client, among the tabs of his card. */
import { Skeleton, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ClientSales, SALES, type Sale, saleCountQuery } from '@/features/clientSales';
import type { Counterparty } from '@/shared/api/types';
import { cappedCount } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';

/** With how many are open, where that is counted. */
export function SaleTab({ of, client }: { of: Sale; client: string }) {
  const { t } = useTranslation();
  const counted = of === 'deals' || of === 'leads';
  const enabled = useCan()(`${of}.read`) && counted;
  const open = useQuery({ ...saleCountQuery(of, client), enabled }).data;
  return (
    <Tabs.Tab value={of}>
      {t(`card.tab.${of}`)}
      {open?.count ? ` · ${cappedCount(open.count, open.capped)}` : ''}
    </Tabs.Tab>
  );
}

export const isSale = (id: string): id is Sale => SALES.some((one) => one === id);

export const SalesPanels = ({ row }: { row: Counterparty }) =>
  SALES.map((of) => (
    <Tabs.Panel key={of} value={of}>
      <Suspense fallback={<Skeleton h={160} w="auto" m={16} />}>
        <ClientSales of={of} client={row} />
      </Suspense>
    </Tabs.Panel>
  ));
