import { IconFileInvoice } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '@/shared/api/realtime';
import { EmptyState } from '@/shared/ui/EmptyState';
import { FilterChip } from '@/shared/ui/FilterChip';
import { PagedList } from '@/shared/ui/PagedList';
import { PageHead } from '@/shared/ui/PageHead';
import { QueryField } from '@/shared/ui/QueryField';
import { type InvoiceState, invoicesQuery } from './api';
import { InvoiceRow } from './InvoiceRow';
import s from './Payments.module.css';

const STATES = ['OPEN', 'PARTLY_PAID', 'PAID', 'CANCELLED'] as const;
const UNPAID: InvoiceState[] = ['OPEN', 'PARTLY_PAID'];

/** Every invoice one may see; at first those that wait for money. */
export function Invoices({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [state, setState] = useState(UNPAID);
  const [query, setQuery] = useState('');
  const list = useInfiniteQuery(
    invoicesQuery({ state: state.length ? state : undefined, query: query || undefined }),
  );
  useLive((event) => {
    if (/^(invoice|payment)_/.test(event.type)) void client.invalidateQueries({ queryKey: ['invoices'] });
  });
  const invoices = list.data?.pages.flatMap((page) => page.invoices) ?? [];
  return (
    <div className={s.page}>
      <PageHead title={t(tabs ? 'payments.title' : 'payments.part.invoices')} />
      <div className={s.bar}>
        {tabs}
        <QueryField
          label={t('payments.find')}
          placeholder={t('payments.find')}
          value={query}
          onChange={setQuery}
        />
        <FilterChip
          label={t('payments.invoice.state')}
          options={STATES.map((value) => ({ value, label: t(`enums.Invoice.State.${value}`) }))}
          value={state}
          onChange={(chosen) => setState(chosen as InvoiceState[])}
        />
      </div>
      <PagedList
        list={list}
        isEmpty={invoices.length === 0}
        empty={
          <EmptyState
            icon={IconFileInvoice}
            title={t('payments.invoice.nothing')}
            hint={t('payments.invoice.nothingHint')}
          />
        }
      >
        {(more) => (
          <div className={s.body}>
            <table
              className={s.table}
              aria-label={t('payments.part.invoices')}
              aria-busy={list.isPlaceholderData}
            >
              <thead>
                <tr>
                  <th>{t('payments.invoice.number')}</th>
                  <th>{t('payments.invoice.buyer')}</th>
                  <th>{t('payments.invoice.deal')}</th>
                  <th>{t('payments.columns.sum')}</th>
                  <th>{t('payments.invoice.paid')}</th>
                  <th>{t('payments.invoice.state')}</th>
                </tr>
              </thead>
              <tbody>
                {invoices.map((invoice) => (
                  <InvoiceRow key={invoice.name} invoice={invoice} />
                ))}
              </tbody>
            </table>
            {more}
          </div>
        )}
      </PagedList>
    </div>
  );
}
