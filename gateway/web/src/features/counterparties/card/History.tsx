import { Button, Skeleton } from '@mantine/core';
import {
  IconArrowMerge,
  IconArrowRight,
  IconArrowsSplit,
  IconBuildingBank,
  IconFileImport,
  IconHistory,
  IconPencil,
  IconPlus,
  IconRotate2,
  IconTrash,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { customText, useAllCustomFields } from '@/features/customFields';
import { HistoryOf } from '@/features/merging';
import type { AuditEntry, Counterparty } from '@/shared/api/types';
import { dateTime } from '@/shared/lib/format';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { Tag } from '@/shared/ui/Tag';
import { historyQuery } from '../api';
import { labelKey } from '../fields/fields';
import { type NameOf, valueText } from '../fields/valueText';
import s from './History.module.css';
import { useNames } from './useNames';

const ICONS: Record<string, [typeof IconPlus, string]> = {
  counterparty_created: [IconPlus, 'green'],
  counterparty_deleted: [IconTrash, 'red'],
  counterparty_restored: [IconRotate2, 'teal'],
  counterparty_registry_changed: [IconBuildingBank, 'orange'],
  counterparty_merged: [IconArrowMerge, 'violet'],
  counterparty_absorbed: [IconArrowMerge, 'violet'],
  counterparty_unmerged: [IconArrowsSplit, 'teal'],
  counterparty_released: [IconArrowsSplit, 'teal'],
};

/** Names of records: what a merge did says its title. */
const SILENT = new Set(['aliases', 'merged_into']);

/** Values in the trail are JSON texts, as they stood in the API's answers. */
function parse(text: string): unknown {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function History({ row }: { row: Counterparty }) {
  const [subject, setSubject] = useState(row.name);
  return (
    <>
      {row.aliases.length > 0 && (
        <Suspense>
          <HistoryOf name={row.name} value={subject} onChange={setSubject} />
        </Suspense>
      )}
      <Trail key={subject} row={row} subject={subject} />
    </>
  );
}

/** What happened to the client, or to one that was merged into it. */
function Trail({ row, subject }: { row: Counterparty; subject: string }) {
  const { t } = useTranslation();
  const history = useInfiniteQuery(historyQuery(subject));
  const entries = useMemo(() => history.data?.pages.flatMap((page) => page.entries) ?? [], [history.data]);
  const values = useMemo(
    () =>
      entries.flatMap((entry) =>
        entry.changes.flatMap(({ field, old_value, new_value }) => [
          { field, value: parse(old_value) },
          { field, value: parse(new_value) },
        ]),
      ),
    [entries],
  );
  const nameOf = useNames(values);
  if (history.isPending) return <Skeleton h={160} m={16} />;
  if (history.error) return <ErrorState error={history.error} retry={() => void history.refetch()} />;
  if (entries.length === 0) {
    return <EmptyState icon={IconHistory} tone="gray" title={t('history.empty')} />;
  }
  return (
    <div>
      <ol className={s.list}>
        {entries.map((entry) => (
          <Entry key={entry.name} entry={entry} row={row} nameOf={nameOf} />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t('card.earlier')}
        </Button>
      )}
    </div>
  );
}

function Entry({ entry, row, nameOf }: { entry: AuditEntry; row: Counterparty; nameOf: NameOf }) {
  const { t, i18n } = useTranslation();
  const [Icon, color] =
    entry.source === 'IMPORT' ? [IconFileImport, 'violet'] : (ICONS[entry.action] ?? [IconPencil, 'blue']);
  const action = `history.action.${entry.action}`;
  const told = entry.changes.filter((change) => !SILENT.has(change.field));
  return (
    <li className={s.entry}>
      <span className={s.icon} data-color={color} aria-hidden>
        <Icon size={16} />
      </span>
      <div className={s.body}>
        <div className={s.head}>
          <span className={s.action}>{t(i18n.exists(action) ? action : 'history.action.other')}</span>
          <span className={s.meta}>
            {entry.user_display_name || t('history.system')}
            {entry.on_behalf_of && ` ${t('history.onBehalfOf', { name: entry.on_behalf_of_display_name })}`}
            {entry.time && ` · ${dateTime(entry.time)}`}
          </span>
          {entry.source && entry.source !== 'UI' && <Tag size="s">{t(`history.source.${entry.source}`)}</Tag>}
        </div>
        {told.length > 0 && (
          <dl className={s.changes}>
            {told.map((change) => (
              <Change key={change.field} change={change} row={row} nameOf={nameOf} />
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}

interface ChangeProps {
  change: AuditEntry['changes'][number];
  row: Counterparty;
  nameOf: NameOf;
}

function Change({ change, row, nameOf }: ChangeProps) {
  const { t, i18n } = useTranslation();
  const key = labelKey(change.field, row.kind);
  const custom = useAllCustomFields('COUNTERPARTY').get(change.field.replace('custom_fields.', ''));
  const text = (value: unknown) =>
    custom && change.field.startsWith('custom_fields.')
      ? customText(custom, value)
      : valueText(change.field, value, nameOf);
  const before = text(parse(change.old_value));
  const after = text(parse(change.new_value));
  return (
    <div className={s.change}>
      <dt>{custom?.display_name ?? (i18n.exists(key) ? t(key) : change.field)}</dt>
      <dd>
        {before && <del className={s.old}>{before}</del>}
        {before && after && (
          <>
            <IconArrowRight size={14} className={s.arrow} aria-hidden />
            <span className="visuallyHidden">{t('history.became')}</span>
          </>
        )}
        {after ? (
          <ins className={s.new}>{after}</ins>
        ) : (
          <span className={s.meta}>{t('history.cleared')}</span>
        )}
      </dd>
    </div>
  );
}
