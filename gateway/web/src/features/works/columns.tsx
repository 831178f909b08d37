import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { idOf } from '@/shared/api/client';
import { dateTime } from '@/shared/lib/format';
import { Ava } from '@/shared/ui/Ava';
import type { Column } from '@/shared/ui/data-grid/columns';
import { Tag } from '@/shared/ui/Tag';
import type { Work, WorkAction } from './api';
import { placeOf, subjectKind } from './subject';
import type { WorkActs } from './useWorkActs';
import { PriorityTag, QuickButtons, RepeatMark, StateTag, WhenText, WorkIcon } from './WorkLine';
import s from './Works.module.css';

const NameLink = ({ row }: { row: Work }) => (
  <Link className={s.name} to="/works/$id" params={{ id: idOf(row.name) }}>
    {row.display_name}
  </Link>
);

type About = Pick<Work, 'subject' | 'subject_display_name' | 'counterparty'>;

/** Whom it is about, as a way to his card. */
export function SubjectLink({ row, t }: { row: About; t: TFunction }) {
  const kind = subjectKind(row.subject);
  if (!kind) return <span>—</span>;
  const title = row.subject_display_name || t(`works.subjects.${kind}`);
  const target = kind === 'contacts' && row.counterparty ? row.counterparty : row.subject;
  const place = placeOf(target);
  if (!place) return <span className="ell">{title}</span>;
  return (
    <Link className="link ell" {...place}>
      {title}
    </Link>
  );
}

/** The rest of whom it is with: his client, the person there. */
export const besides = (row: Work) =>
  [
    row.counterparty !== row.subject && row.counterparty_display_name,
    row.contact !== row.subject && row.contact_display_name,
  ]
    .filter(Boolean)
    .join(' · ');

interface Means {
  t: TFunction;
  actions: WorkAction[];
  acts: WorkActs;
  zone: string;
}

export const columnsOf = ({ t, actions, acts, zone }: Means): Column<Work>[] => [
  {
    id: 'name',
    title: t('works.work'),
    width: 320,
    pinned: true,
    cell: (row) => (
      <span className={s.title}>
        <WorkIcon action={row.action} actions={actions} />
        <NameLink row={row} />
        <RepeatMark series={row.series} />
        <PriorityTag priority={row.priority} />
      </span>
    ),
    tools: (row) => <QuickButtons work={row} acts={acts} />,
  },
  {
    id: 'when',
    title: t('works.when'),
    width: 200,
    sort: 'due_time',
    cell: (row) => <WhenText work={row} zone={zone} />,
  },
  {
    id: 'state',
    title: t('works.state'),
    width: 150,
    cell: (row) => <StateTag work={row} />,
  },
  {
    id: 'subject',
    title: t('works.about'),
    width: 240,
    cell: (row) => <SubjectLink row={row} t={t} />,
  },
  {
    id: 'besides',
    title: t('works.withWhom'),
    width: 200,
    cell: (row) => <span className="ell">{besides(row) || '—'}</span>,
  },
  {
    id: 'action',
    title: t('works.action'),
    width: 170,
    cell: (row) => <span className="ell">{row.action_display_name}</span>,
  },
  {
    id: 'owner',
    title: t('works.owner'),
    width: 190,
    cell: (row) =>
      row.owner ? (
        <>
          <Ava name={row.owner_display_name} />
          <span className="ell">{row.owner_display_name}</span>
        </>
      ) : (
        <Tag color="orange">{t('works.nobody')}</Tag>
      ),
  },
  {
    id: 'close_time',
    title: t('works.closeTime'),
    width: 150,
    sort: 'close_time',
    cell: (row) => <span className="num">{row.close_time ? dateTime(row.close_time) : '—'}</span>,
  },
];

export function PhoneRow({ row, actions, zone, t }: Omit<Means, 'acts'> & { row: Work }) {
  return (
    <span className={s.phone}>
      <span className={s.line}>
        <span className={s.title}>
          <WorkIcon action={row.action} actions={actions} />
          <NameLink row={row} />
          <RepeatMark series={row.series} />
        </span>
        <StateTag work={row} />
      </span>
      <span className={s.line}>
        <span className="ell">{row.subject_display_name || row.owner_display_name || t('works.nobody')}</span>
        <WhenText work={row} zone={zone} />
      </span>
    </span>
  );
}
