import type { TFunction } from 'i18next';
import { SubjectLink } from '@/features/works/columns';
import { Ava } from '@/shared/ui/Ava';
import type { Column } from '@/shared/ui/data-grid/columns';
import { Tag } from '@/shared/ui/Tag';
import type { Interaction } from './api';
import s from './Interactions.module.css';
import { StateTag } from './StateTag';
import { useMoment } from './useMoment';

const called = (row: Interaction) =>
  row.with_whom.map((each) => each.record_display_name || each.text).join(', ');

interface TopicProps {
  row: Interaction;
  onOpen: (row: Interaction) => void;
}

const Topic = ({ row, onOpen }: TopicProps) => (
  <button type="button" className={s.topic} onClick={() => onOpen(row)}>
    {row.topic}
  </button>
);

const When = ({ row }: { row: Interaction }) => <span className="num">{useMoment()(row.start_time)}</span>;

export const columnsOf = (t: TFunction, onOpen: (row: Interaction) => void): Column<Interaction>[] => [
  {
    id: 'topic',
    title: t('interactions.topic'),
    width: 300,
    pinned: true,
    cell: (row) => <Topic row={row} onOpen={onOpen} />,
  },
  {
    id: 'start_time',
    title: t('interactions.when'),
    width: 150,
    cell: (row) => <When row={row} />,
  },
  { id: 'state', title: t('interactions.state'), width: 190, cell: (row) => <StateTag row={row} /> },
  {
    id: 'kind',
    title: t('interactions.kind'),
    width: 190,
    cell: (row) => (
      <span className="ell">
        {[row.kind_display_name, row.direction && t(`enums.Interaction.Direction.${row.direction}`)]
          .filter(Boolean)
          .join(' · ')}
      </span>
    ),
  },
  {
    id: 'with_whom',
    title: t('interactions.withWhom'),
    width: 270,
    cell: (row) => (
      <>
        <span className="ell">{called(row) || '—'}</span>
        {row.with_whom.some((each) => !each.record) && (
          <Tag size="s" color="yellow">
            {t('interactions.unknown')}
          </Tag>
        )}
      </>
    ),
  },
  {
    id: 'subject',
    title: t('interactions.about'),
    width: 220,
    cell: (row) => <SubjectLink row={row} t={t} />,
  },
  {
    id: 'owner',
    title: t('interactions.owner'),
    width: 180,
    cell: (row) =>
      row.owner ? (
        <>
          <Ava name={row.owner_display_name} />
          <span className="ell">{row.owner_display_name}</span>
        </>
      ) : (
        <Tag color="orange">{t('interactions.nobody')}</Tag>
      ),
  },
];

export function PhoneRow({ row, onOpen, t }: TopicProps & { t: TFunction }) {
  return (
    <span className={s.phone}>
      <span className={s.line}>
        <Topic row={row} onOpen={onOpen} />
        <StateTag row={row} />
      </span>
      <span className={s.line}>
        <span className="ell">
          {row.subject_display_name || called(row) || row.owner_display_name || t('interactions.nobody')}
        </span>
        <When row={row} />
      </span>
    </span>
  );
}
