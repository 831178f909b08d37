import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { idOf } from '@/shared/api/client';
import { date, money } from '@/shared/lib/format';
import { Ava } from '@/shared/ui/Ava';
import type { Column } from '@/shared/ui/data-grid/columns';
import { Tag } from '@/shared/ui/Tag';
import type { Deal, Funnel } from '../api';
import { daysInStage, isStuck } from '../model';
import s from './Table.module.css';

type Stages = Map<string, Funnel['stages'][number]>;

const NameLink = ({ row }: { row: Deal }) => (
  <Link className={s.name} to="/deals/$id" params={{ id: idOf(row.name) }}>
    {row.display_name}
  </Link>
);

const StageTag = ({ row, stages }: { row: Deal; stages: Stages }) => {
  const stage = stages.get(row.stage);
  return stage ? <Tag color={stage.color}>{stage.display_name}</Tag> : <span className={s.none}>—</span>;
};

export const columnsOf = (t: TFunction, stages: Stages): Column<Deal>[] => [
  {
    id: 'name',
    title: t('fields.deals.display_name'),
    width: 280,
    pinned: true,
    cell: (row) => <NameLink row={row} />,
  },
  {
    id: 'counterparty',
    title: t('fields.deals.counterparty'),
    width: 220,
    cell: (row) => <span className="ell">{row.counterparty_display_name || '—'}</span>,
  },
  {
    id: 'amount',
    title: t('fields.deals.amount'),
    width: 140,
    sort: 'amount',
    align: 'right',
    cell: (row) => <span className="num">{row.amount ? money(row.amount) : '—'}</span>,
  },
  {
    id: 'stage',
    title: t('fields.deals.stage'),
    width: 190,
    cell: (row) => <StageTag row={row} stages={stages} />,
  },
  {
    id: 'days',
    title: t('deals.inStage'),
    width: 130,
    cell: (row) => (
      <Tag color={isStuck(row) ? 'red' : 'gray'} size="s">
        {t('deals.days', { count: daysInStage(row) })}
      </Tag>
    ),
  },
  {
    id: 'close_date',
    title: t('fields.deals.expected_close_date'),
    width: 140,
    sort: 'expected_close_date',
    cell: (row) => (row.expected_close_date ? date(row.expected_close_date) : '—'),
  },
  {
    id: 'owner',
    title: t('fields.deals.owner'),
    width: 200,
    cell: (row) => (
      <>
        <Ava name={row.owner_display_name} />
        <span className="ell">{row.owner_display_name || '—'}</span>
      </>
    ),
  },
  {
    id: 'create_time',
    title: t('fields.deals.create_time'),
    width: 120,
    sort: 'create_time',
    cell: (row) => (row.create_time ? date(row.create_time) : '—'),
  },
];

export const PhoneRow = ({ row, stages }: { row: Deal; stages: Stages }) => (
  <span className={s.phone}>
    <span className={s.line}>
      <NameLink row={row} />
      <b className="num">{row.amount ? money(row.amount) : ''}</b>
    </span>
    <span className={s.line}>
      <span className="ell">{row.counterparty_display_name}</span>
      <StageTag row={row} stages={stages} />
    </span>
  </span>
);
