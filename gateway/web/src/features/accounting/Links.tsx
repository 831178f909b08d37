import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowsExchange, IconCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonText } from '@/shared/lib/errors';
import { dateTime } from '@/shared/lib/format';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { Tag } from '@/shared/ui/Tag';
import s from './Accounting.module.css';
import { type AccountingLink, linksQuery, useSettle } from './api';

const PARTS = { conflicts: ['CONFLICT'], waiting: ['WAITING'], all: [] } as const;
type Part = keyof typeof PARTS;
const COLORS: Record<string, string> = { SENT: 'green', WAITING: 'blue', CONFLICT: 'red' };

/** What is exchanged: first of all what a person has to settle. */
export function Links({ writes }: { writes: boolean }) {
  const { t } = useTranslation();
  const [part, setPart] = useState<Part>('conflicts');
  const list = useInfiniteQuery(linksQuery([...PARTS[part]]));
  const links = list.data?.pages.flatMap((page) => page.accounting_links) ?? [];
  return (
    <section className={s.links} aria-label={t('accounting.links')}>
      <SegmentedControl
        aria-label={t('accounting.parts')}
        value={part}
        onChange={(value) => setPart(value as Part)}
        data={(Object.keys(PARTS) as Part[]).map((value) => ({
          value,
          label: t(`accounting.part.${value}`),
        }))}
      />
      {list.isPending ? (
        <PageSkeleton />
      ) : !list.data ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : links.length === 0 ? (
        <EmptyState
          icon={part === 'conflicts' ? IconCheck : IconArrowsExchange}
          title={t(`accounting.empty.${part}`)}
        />
      ) : (
        <>
          <table className={s.table} aria-label={t(`accounting.part.${part}`)}>
            <thead>
              <tr>
                <th>{t('accounting.column.what')}</th>
                <th>{t('accounting.column.state')}</th>
                <th>{t('accounting.column.time')}</th>
                {writes && <th aria-label={t('accounting.column.settle')} />}
              </tr>
            </thead>
            <tbody>
              {links.map((link) => (
                <Row key={link.name} link={link} writes={writes} />
              ))}
            </tbody>
          </table>
          {list.hasNextPage && (
            <div>
              <Button
                variant="default"
                loading={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('accounting.more')}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Row({ link, writes }: { link: AccountingLink; writes: boolean }) {
  const { t } = useTranslation();
  const settle = useSettle();
  const kind = link.subject.split('/')[0] ?? '';
  return (
    <tr className={s.row}>
      <td>
        <b>{link.display_name || link.subject}</b>
        <span className={s.about}>{t(`accounting.kind.${kind}`)}</span>
      </td>
      <td>
        <Tag color={COLORS[link.state] ?? 'gray'}>{t(`enums.AccountingLink.State.${link.state}`)}</Tag>
        {link.error_reason && (
          <span className={s.about}>
            {reasonText(link.error_reason)}
            {link.error_text && ` «${link.error_text}»`}
          </span>
        )}
      </td>
      <td className="num">{link.update_time && dateTime(link.update_time)}</td>
      {writes && (
        <td>
          {link.state === 'CONFLICT' && (
            <div className={s.buttons}>
              {kind !== 'payments' && (
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={settle.isPending}
                  onClick={() => settle.mutate({ link, how: 'retry' })}
                >
                  {t('accounting.retry')}
                </Button>
              )}
              <Button
                size="compact-sm"
                variant="subtle"
                disabled={settle.isPending}
                onClick={() => settle.mutate({ link, how: 'dismiss' })}
              >
                {t('accounting.dismiss')}
              </Button>
            </div>
          )}
        </td>
      )}
    </tr>
  );
}
