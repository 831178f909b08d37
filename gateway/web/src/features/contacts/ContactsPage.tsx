import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconSearchOff, IconUserSquareRounded } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { type MouseEvent, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import type { Contact } from '@/shared/api/types';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { Ava } from '@/shared/ui/Ava';
import type { Column } from '@/shared/ui/data-grid/columns';
import { ListGrid } from '@/shared/ui/data-grid/ListGrid';
import { useKeysetRows } from '@/shared/ui/data-grid/useKeysetRows';
import { EmptyState } from '@/shared/ui/EmptyState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PhoneLink } from '@/shared/ui/PhoneLink';
import { Tag } from '@/shared/ui/Tag';
import { contactsKey, fetchContacts } from './api';
import s from './Contacts.module.css';

export function ContactsPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('nav.contacts'));
  if (!can('counterparties.read')) return <NoRight permission="counterparties.read" />;
  return <List />;
}

function List() {
  const { t } = useTranslation();
  const { query } = useSearch({ from: '/contacts' });
  const navigate = useNavigate();
  const [text, setText] = useState(query ?? '');
  const search = useDebouncedCallback(
    (value: string) =>
      void navigate({ to: '/contacts', search: { query: value || undefined }, replace: true }),
    220,
  );
  const key = contactsKey(query);
  const rows = useKeysetRows(key, (token, signal) => fetchContacts(query, token, signal));
  const columns = useMemo(() => contactColumns(t), [t]);
  const phone = useCallback((row: Contact) => <PhoneRow row={row} />, []);
  const open = (row: Contact, event?: MouseEvent) => {
    if (event && (event.target as Element).closest('a')) return;
    void navigate({
      to: '/counterparties/$id',
      params: { id: idOf(row.counterparty) },
      search: { tab: 'contacts' },
    });
  };
  return (
    <div className="page">
      <PageHead title={t('nav.contacts')} />
      <search className={s.bar}>
        <TextInput
          className={s.query}
          type="search"
          placeholder={t('contacts.queryPlaceholder')}
          aria-label={t('contacts.query')}
          leftSection={<IconSearch size={16} />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            search(event.currentTarget.value.trim());
          }}
        />
      </search>
      <ListGrid<Contact>
        label={t('nav.contacts')}
        columns={columns}
        listKey={key}
        rows={rows}
        onOpen={open}
        phone={phone}
        empty={
          query ? (
            <EmptyState
              icon={IconSearchOff}
              tone="gray"
              title={t('ui.nothing')}
              hint={t('contacts.nothingHint')}
            />
          ) : (
            <EmptyState
              icon={IconUserSquareRounded}
              title={t('contacts.empty')}
              hint={t('contacts.emptyHint')}
            />
          )
        }
      />
    </div>
  );
}

const CompanyLink = ({ row }: { row: Contact }) => (
  <Link
    to="/counterparties/$id"
    params={{ id: idOf(row.counterparty) }}
    className={`${s.company} ell`}
    tabIndex={-1}
  >
    {row.counterparty_display_name}
  </Link>
);

function contactColumns(t: TFunction): Column<Contact>[] {
  return [
    {
      id: 'name',
      title: t('contacts.one'),
      width: 280,
      pinned: true,
      cell: (row) => (
        <>
          <Ava name={row.display_name} />
          <span className={`${s.name} ell`}>{row.display_name}</span>
          {row.decision_maker && (
            <Tag size="s" color="violet" title={t('contacts.decisionMaker')}>
              {t('contacts.decisionMakerShort')}
            </Tag>
          )}
        </>
      ),
    },
    {
      id: 'counterparty',
      title: t('cp.one'),
      width: 280,
      cell: (row) => <CompanyLink row={row} />,
    },
    {
      id: 'job_title',
      title: t('contacts.jobTitle'),
      width: 220,
      cell: (row) => <span className="ell">{row.job_title || '—'}</span>,
    },
    {
      id: 'phones',
      title: t('cp.phone'),
      width: 220,
      cell: (row) => (row.phones[0] ? <PhoneLink value={row.phones[0]} /> : '—'),
    },
    {
      id: 'emails',
      title: t('cp.email'),
      width: 220,
      cell: (row) =>
        row.emails[0] ? (
          <a
            className="link ell"
            href={`mailto:${row.emails[0].address}`}
            tabIndex={-1}
            onClick={(event) => event.stopPropagation()}
          >
            {row.emails[0].address}
          </a>
        ) : (
          '—'
        ),
    },
  ];
}

function PhoneRow({ row }: { row: Contact }) {
  return (
    <div className={s.phoneRow}>
      <Ava name={row.display_name} size="m" />
      <span className={s.phoneText}>
        <span className={`${s.name} ell`}>{row.display_name}</span>
        <span className={`${s.sub} ell`}>
          {[row.counterparty_display_name, row.job_title].filter(Boolean).join(' · ')}
        </span>
      </span>
      {row.phones[0] && <PhoneLink value={row.phones[0]} />}
    </div>
  );
}
