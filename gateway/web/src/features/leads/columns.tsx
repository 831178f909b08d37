import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { idOf } from '@/shared/api/client';
import { date, money } from '@/shared/lib/format';
import { phone } from '@/shared/lib/phone';
import { Ava } from '@/shared/ui/Ava';
import type { Column } from '@/shared/ui/data-grid/columns';
import { Tag } from '@/shared/ui/Tag';
import type { Lead, LeadStatus } from './api';
import s from './Leads.module.css';

const NameLink = ({ row }: { row: Lead }) => (
  <Link className={s.name} to="/leads/$id" params={{ id: idOf(row.name) }}>
    {row.display_name}
  </Link>
);

interface StatusProps {
  row: Lead;
  statuses: LeadStatus[];
}

const COLORS = { CONVERTED: 'green', REJECTED: 'red', DELETED: 'gray' } as const;

/** Of an open one its status, of any other what became of it. */
export function StatusTag({ row, statuses, t }: StatusProps & { t: TFunction }) {
  if (row.state !== 'OPEN')
    return <Tag color={COLORS[row.state as keyof typeof COLORS]}>{t(`enums.Lead.State.${row.state}`)}</Tag>;
  const status = statuses.find(({ name }) => name === row.status);
  return status ? <Tag color={status.color}>{status.display_name}</Tag> : <span>—</span>;
}

export const whoIs = (row: Lead) =>
  row.counterparty_display_name || row.company_name || row.contact_display_name || row.person_name;

export const columnsOf = (t: TFunction, statuses: LeadStatus[]): Column<Lead>[] => [
  {
    id: 'name',
    title: t('fields.leads.display_name'),
    width: 280,
    pinned: true,
    cell: (row) => <NameLink row={row} />,
  },
  {
    id: 'status',
    title: t('leads.status'),
    width: 150,
    cell: (row) => <StatusTag row={row} statuses={statuses} t={t} />,
  },
  {
    id: 'who',
    title: t('leads.who'),
    width: 220,
    cell: (row) => <span className="ell">{whoIs(row) || '—'}</span>,
  },
  {
    id: 'owner',
    title: t('leads.owner'),
    width: 200,
    cell: (row) =>
      row.owner ? (
        <>
          <Ava name={row.owner_display_name} />
          <span className="ell">{row.owner_display_name}</span>
        </>
      ) : (
        <Tag color="orange">{t('leads.unassigned')}</Tag>
      ),
  },
  {
    id: 'phone',
    title: t('leads.phone'),
    width: 165,
    cell: (row) => <span className="num">{row.phones[0] ? phone(row.phones[0]) : '—'}</span>,
  },
  {
    id: 'source',
    title: t('fields.leads.source'),
    width: 130,
    cell: (row) => <span className="ell">{row.source || '—'}</span>,
  },
  {
    id: 'amount',
    title: t('fields.leads.amount'),
    width: 130,
    align: 'right',
    cell: (row) => <span className="num">{row.amount ? money(row.amount) : '—'}</span>,
  },
  {
    id: 'create_time',
    title: t('fields.leads.create_time'),
    width: 120,
    sort: 'create_time',
    cell: (row) => (row.create_time ? date(row.create_time) : '—'),
  },
];

export function PhoneRow({ row, statuses, t }: StatusProps & { t: TFunction }) {
  return (
    <span className={s.phone}>
      <span className={s.line}>
        <NameLink row={row} />
        <StatusTag row={row} statuses={statuses} t={t} />
      </span>
      <span className={s.line}>
        <span className="ell">{whoIs(row)}</span>
        <span className="ell">{row.owner_display_name || t('leads.unassigned')}</span>
      </span>
    </span>
  );
}
