/** The list's columns: what each shows of a counterparty. */
import { ActionIcon } from '@mantine/core';
import { IconLayoutSidebarRightExpand, IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { idOf } from '@/shared/api/client';
import type { Counterparty, OrgUnit, Segment } from '@/shared/api/types';
import { date, due, shortTime } from '@/shared/lib/format';
import { Ava } from '@/shared/ui/Ava';
import type { Column } from '@/shared/ui/data-grid/columns';
import { HiddenValue } from '@/shared/ui/HiddenValue';
import { PhoneLink } from '@/shared/ui/PhoneLink';
import { Tag } from '@/shared/ui/Tag';
import { KindIcon } from '../KindIcon';
import s from './List.module.css';

export interface Names {
  segments: Map<string, Segment>;
  units: Map<string, OrgUnit>;
}

/** Fields that are edited where they stand in the list. */
export type CellField = 'owner' | 'segments' | 'lifecycle_stage';
export type MayEdit = (row: Counterparty, field: CellField) => boolean;

export const MARKET_COLOR = { POTENTIAL: 'blue', EXISTING: 'green', '': 'gray' } as const;

const SHOWN_SEGMENTS = 2;

export function Segments({ names, segments }: { names: string[]; segments: Names['segments'] }) {
  const known = names.flatMap((name) => segments.get(name) ?? []);
  return (
    <>
      {known.slice(0, SHOWN_SEGMENTS).map((segment) => (
        <Tag key={segment.name} color={segment.color}>
          {segment.display_name}
        </Tag>
      ))}
      {known.length > SHOWN_SEGMENTS && (
        <span className={s.more}>
          <Tag
            title={known
              .slice(SHOWN_SEGMENTS)
              .map((segment) => segment.display_name)
              .join(', ')}
          >
            +{known.length - SHOWN_SEGMENTS}
          </Tag>
        </span>
      )}
    </>
  );
}

const text = (value: string) => (value ? <span className="ell">{value}</span> : <None />);
const None = () => <span className={s.none}>—</span>;

/** A field that the caller's rights may hide. */
const guarded = (row: Counterparty, field: string, shown: React.ReactNode) =>
  row.hidden_fields.includes(field) && !shown ? <HiddenValue /> : (shown ?? <None />);

const stageText = (t: TFunction, row: Counterparty) =>
  text(t(`enums.Counterparty.LifecycleStage.${row.lifecycle_stage}`));

function Owner({ row, none }: { row: Counterparty; none: string }) {
  if (!row.owner) return <span className={s.noOwner}>{none}</span>;
  return (
    <>
      <Ava name={row.owner_display_name} />
      <span className="ell">{row.owner_display_name}</span>
    </>
  );
}

export function NameLink({ row }: { row: Counterparty }) {
  return (
    <Link
      to="/counterparties/$id"
      params={{ id: idOf(row.name) }}
      className={s.name}
      tabIndex={-1}
      title={row.display_name}
      draggable={false}
    >
      {row.display_name}
    </Link>
  );
}

/** A button in a row; the page sees in its `data-act` what was clicked. */
const Tool = ({ act, icon: Icon, label }: { act: string; icon: typeof IconPencil; label: string }) => (
  <ActionIcon size={28} data-act={act} tabIndex={-1} aria-label={label} title={label}>
    <Icon size={15} />
  </ActionIcon>
);

export function listColumns(
  t: TFunction,
  { segments, units }: Names,
  mayEdit: MayEdit,
): Column<Counterparty>[] {
  const pencil = (field: CellField) => (row: Counterparty) =>
    mayEdit(row, field) && (
      <Tool act={field} icon={IconPencil} label={`${t('ui.edit')}: ${t(`cp.${field}`)}`} />
    );
  return [
    {
      id: 'name',
      title: t('cp.one'),
      width: 280,
      min: 160,
      sort: 'display_name',
      pinned: true,
      cell: (row) => (
        <>
          <span className={s.kind} title={t(`cp.kinds.${row.kind}`)}>
            <KindIcon kind={row.kind} />
          </span>
          <NameLink row={row} />
        </>
      ),
      tools: () => <Tool act="peek" icon={IconLayoutSidebarRightExpand} label={t('list.peek')} />,
    },
    {
      id: 'inn',
      title: t('cp.inn'),
      width: 130,
      cell: (row) => guarded(row, 'inn', row.inn && <span className="mono">{row.inn}</span>),
    },
    {
      id: 'market_state',
      title: t('cp.market'),
      width: 152,
      cell: (row) => (
        <Tag color={MARKET_COLOR[row.market_state]} dot>
          {t(`cp.markets.${row.market_state}`)}
        </Tag>
      ),
    },
    {
      id: 'segments',
      title: t('cp.segments'),
      width: 190,
      cell: (row) => (row.segments.length ? <Segments names={row.segments} segments={segments} /> : <None />),
      tools: pencil('segments'),
    },
    {
      id: 'owner',
      title: t('cp.owner'),
      width: 215,
      cell: (row) => <Owner row={row} none={t('cp.noOwner')} />,
      tools: pencil('owner'),
    },
    {
      id: 'phones',
      title: t('cp.phone'),
      width: 222,
      cell: (row) => guarded(row, 'phones', row.phones[0] && <PhoneLink value={row.phones[0]} />),
    },
    { id: 'territory', title: t('cp.territory'), width: 150, cell: (row) => text(row.territory) },
    {
      id: 'update_time',
      title: t('cp.updated'),
      width: 120,
      cell: (row) => <span className="num">{row.update_time ? shortTime(row.update_time) : '—'}</span>,
    },
    {
      id: 'lifecycle_stage',
      title: t('cp.lifecycle_stage'),
      width: 150,
      optional: true,
      cell: (row) => guarded(row, 'lifecycle_stage', row.lifecycle_stage && stageText(t, row)),
      tools: pencil('lifecycle_stage'),
    },
    {
      id: 'next_work',
      title: t('cp.next_work'),
      width: 210,
      optional: true,
      cell: (row) => (row.next_work ? <NextWork work={row.next_work} /> : <None />),
    },
    ...optionalColumns(t, units),
  ];
}

/** What is to be done first; what should have been done already stands out. */
function NextWork({ work }: { work: NonNullable<Counterparty['next_work']> }) {
  const by = work.due_time ? due(work.due_time) : '';
  const late = work.due_time && Date.parse(work.due_time) < Date.now();
  return (
    <Link
      className={late ? `${s.late} ell` : 'link ell'}
      to="/works/$id"
      params={{ id: idOf(work.reference) }}
    >
      {[by, work.display_name].filter(Boolean).join(' · ')}
    </Link>
  );
}

function optionalColumns(t: TFunction, units: Names['units']): Column<Counterparty>[] {
  return [
    {
      id: 'emails',
      title: t('cp.email'),
      width: 200,
      optional: true,
      cell: (row) => guarded(row, 'emails', row.emails[0] && text(row.emails[0].address)),
    },
    {
      id: 'org_unit',
      title: t('cp.orgUnit'),
      width: 170,
      optional: true,
      cell: (row) => text(units.get(row.org_path.at(-1) ?? '')?.display_name ?? ''),
    },
    {
      id: 'roles',
      title: t('cp.roles'),
      width: 160,
      optional: true,
      cell: (row) => text(row.roles.map((role) => t(`cp.roleNames.${role}`)).join(', ')),
    },
    {
      id: 'industry',
      title: t('cp.industry'),
      width: 180,
      optional: true,
      cell: (row) => text(row.industry),
    },
    {
      id: 'kpp',
      title: t('cp.kpp'),
      width: 120,
      optional: true,
      cell: (row) => guarded(row, 'kpp', row.kpp && <span className="mono">{row.kpp}</span>),
    },
    {
      id: 'ogrn',
      title: t('cp.ogrn'),
      width: 160,
      optional: true,
      cell: (row) => guarded(row, 'ogrn', row.ogrn && <span className="mono">{row.ogrn}</span>),
    },
    { id: 'website', title: t('cp.website'), width: 180, optional: true, cell: (row) => text(row.website) },
    {
      id: 'registration_date',
      title: t('cp.registrationDate'),
      width: 140,
      optional: true,
      cell: (row) => text(row.registration_date ? date(row.registration_date) : ''),
    },
    {
      id: 'create_time',
      title: t('cp.created'),
      width: 120,
      sort: 'create_time',
      optional: true,
      cell: (row) => <span className="num">{row.create_time ? shortTime(row.create_time) : '—'}</span>,
    },
  ];
}

/** A row of the phone layout: two lines. */
export function PhoneRow({
  row,
  segments,
  t,
}: {
  row: Counterparty;
  segments: Names['segments'];
  t: TFunction;
}) {
  const first = segments.get(row.segments[0] ?? '')?.display_name;
  const about = [first, row.territory].filter(Boolean).join(' · ');
  return (
    <div className={s.phoneRow}>
      <span className={s.phoneTop}>
        <span className={s.kind} title={t(`cp.kinds.${row.kind}`)}>
          <KindIcon kind={row.kind} />
        </span>
        <NameLink row={row} />
        <Tag size="s" color={MARKET_COLOR[row.market_state]}>
          {t(`cp.marketsShort.${row.market_state}`)}
        </Tag>
      </span>
      <span className={s.phoneSub}>
        <span className="ell">{about || row.inn || '—'}</span>
        <span className="ell">{row.owner_display_name || t('cp.noOwner')}</span>
      </span>
    </div>
  );
}
