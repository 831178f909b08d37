import { Button, Progress } from '@mantine/core';
import { IconFileText, IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { useLive } from '@/shared/api/realtime';
import { errorText } from '@/shared/lib/errors';
import { count, date, dateTime, money } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { PagedList } from '@/shared/ui/PagedList';
import { PageHead } from '@/shared/ui/PageHead';
import { toastDone } from '@/shared/ui/toast';
import { useFileDrop } from '@/shared/ui/useFileDrop';
import { refreshPayments, type Statement, sendStatement, statementsQuery } from './api';
import { progress } from './model';
import s from './Payments.module.css';

/** Files of banks: dropped here, matched while one looks on. */
export function Statements({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const list = useInfiniteQuery(statementsQuery);
  const sending = useSending(() => void refreshPayments(client));
  const drop = useFileDrop(sending.take);
  useLive((event) => {
    if (event.type.startsWith('statement_')) void refreshPayments(client);
  });
  const statements = list.data?.pages.flatMap((page) => page.statements) ?? [];
  const writes = can('payments.write');
  return (
    <div className={s.page} {...(writes ? drop.handlers : {})}>
      <PageHead title={t('payments.title')}>{writes && <Choose onFiles={sending.take} />}</PageHead>
      <div className={s.bar}>
        {tabs}
        {drop.over && <b>{t('payments.dropHere')}</b>}
      </div>
      {sending.share !== null && (
        <Progress className={s.sending} value={sending.share * 100} aria-label={t('payments.sending')} />
      )}
      {sending.error && (
        <p className={s.error} role="alert">
          {sending.error}
        </p>
      )}
      <PagedList
        list={list}
        isEmpty={statements.length === 0}
        empty={
          <EmptyState
            icon={IconFileText}
            title={t('payments.noStatements')}
            hint={t('payments.noStatementsHint')}
          />
        }
      >
        {(more) => (
          <div className={s.body}>
            <Table statements={statements} />
            {more}
          </div>
        )}
      </PagedList>
    </div>
  );
}

/** One file after the other: each is refused or taken by itself. */
function useSending(onSent: () => void) {
  const { t } = useTranslation();
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState('');
  const take = (files: File[]) => {
    const send = async () => {
      setError('');
      for (const file of files) {
        setShare(0);
        const statement = await sendStatement(file, setShare).done;
        toastDone(t('payments.sent', { name: statement.file_name }));
        onSent();
      }
    };
    send()
      .catch((refused: unknown) => setError(errorText(refused)))
      .finally(() => setShare(null));
  };
  return { share, error, take };
}

function Choose({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button leftSection={<IconUpload size={16} />} onClick={() => input.current?.click()}>
        {t('payments.upload')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        accept=".txt"
        className="visuallyHidden"
        tabIndex={-1}
        aria-label={t('payments.upload')}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

function Table({ statements }: { statements: Statement[] }) {
  const { t } = useTranslation();
  return (
    <table className={s.table} aria-label={t('payments.part.statements')}>
      <thead>
        <tr>
          <th>{t('payments.columns.file')}</th>
          <th>{t('payments.columns.account')}</th>
          <th>{t('payments.columns.incoming')}</th>
          <th>{t('payments.columns.decided')}</th>
        </tr>
      </thead>
      <tbody>
        {statements.map((one) => (
          <Row key={one.name} statement={one} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ statement }: { statement: Statement }) {
  const { t } = useTranslation();
  return (
    <tr className={s.row}>
      <td>
        <Link
          className={`link ${s.file}`}
          to="/payments"
          search={{ part: 'all', statement: idOf(statement.name) }}
        >
          {statement.file_name}
        </Link>
        <span className={s.about}>{statement.create_time && dateTime(statement.create_time)}</span>
      </td>
      <td>
        {statement.accounts.map((one) => (
          <span key={one.account} className={s.account}>
            <span className="num">{one.account}</span>
            {one.from_date && one.to_date && (
              <span className={s.about}>
                {date(one.from_date)} – {date(one.to_date)}
              </span>
            )}
          </span>
        ))}
        {statement.warnings.map((one) => (
          <span key={one} className={s.warning}>
            {t(`payments.warnings.${one.split(' ')[0]}`)}
          </span>
        ))}
      </td>
      <td className="num">
        {statement.accounts.some((one) => one.incoming)
          ? statement.accounts.map((one) => (
              <div key={one.account}>{one.incoming ? money(one.incoming) : '—'}</div>
            ))
          : '—'}
      </td>
      <td>
        <Decided statement={statement} />
      </td>
    </tr>
  );
}

const COUNTED = ['auto', 'manual', 'outgoing', 'internal', 'duplicate', 'skip'] as const;

function Decided({ statement }: { statement: Statement }) {
  const { t } = useTranslation();
  const { done, all } = progress(statement);
  if (statement.state === 'FAILED') return <span className={s.warning}>{t('payments.failed')}</span>;
  const counts = statement.counts;
  return (
    <>
      {statement.state === 'MATCHING' && (
        <Progress value={all ? (done / all) * 100 : 100} animated aria-label={t('payments.matching')} />
      )}
      <span className={s.counts}>
        {counts &&
          COUNTED.filter((key) => counts[key] > 0).map((key) => (
            <span key={key}>
              {t(`enums.Payment.Decision.${key.toUpperCase()}`)}: {count(counts[key])}
            </span>
          ))}
      </span>
    </>
  );
}
