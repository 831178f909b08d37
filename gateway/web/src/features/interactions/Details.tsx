import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { placeOf } from '@/features/works/subject';
import { idOf } from '@/shared/api/client';
import type { Interaction } from './api';
import s from './Interactions.module.css';

/** A record by its name, as a way to its card where it has one. */
export function RecordLink({ record, title }: { record: string; title: string }) {
  const place = placeOf(record);
  if (record.startsWith('works/')) {
    return (
      <Link className="link" to="/works/$id" params={{ id: idOf(record) }}>
        {title}
      </Link>
    );
  }
  if (!place) return <span>{title}</span>;
  return (
    <Link className="link" {...place}>
      {title}
    </Link>
  );
}

/** All that is known of it. */
export function Details({ row }: { row: Interaction }) {
  const { t } = useTranslation();
  const { subject, counterparty } = row;
  const client = counterparty && counterparty !== subject;
  const rows: [string, ReactNode][] = [
    ['about', subject && <RecordLink record={subject} title={row.subject_display_name || '…'} />],
    ['client', client && <RecordLink record={counterparty} title={row.counterparty_display_name || '…'} />],
    ['text', row.text],
    ['result', row.state === 'PROCESSED' && row.result],
    ['occasion', row.occasion],
    ['place', row.place],
    ['minutes', row.minutes > 0 && String(row.minutes)],
    ['owner', row.owner_display_name || t('interactions.nobody')],
    [
      'made',
      row.attached.length > 0 && (
        <ul className={s.plain}>
          {row.attached.map(({ record, record_display_name: title }) => (
            <li key={record}>
              <RecordLink record={record} title={title || '…'} />
            </li>
          ))}
        </ul>
      ),
    ],
  ];
  return (
    <dl className={s.details}>
      {rows
        .filter(([, shown]) => shown)
        .map(([key, shown]) => (
          <div key={key} className={s.row}>
            <dt>{t(`interactions.${key}`)}</dt>
            <dd>{shown}</dd>
          </div>
        ))}
    </dl>
  );
}
