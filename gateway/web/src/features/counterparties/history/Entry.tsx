import { ActionIcon } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowMerge,
  IconArrowRight,
  IconArrowsSplit,
  IconBuildingBank,
  IconFileImport,
  IconPencil,
  IconPlus,
  IconRotate2,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/shared/api/types';
import { dateTime } from '@/shared/lib/format';
import { Tag } from '@/shared/ui/Tag';
import s from './History.module.css';
import { type FieldTexts, isRestorable, parse, type Subject } from './texts';

const ICONS: Record<string, [typeof IconPlus, string]> = {
  created: [IconPlus, 'green'],
  deleted: [IconTrash, 'red'],
  restored: [IconRotate2, 'teal'],
  registry_changed: [IconBuildingBank, 'orange'],
  merged: [IconArrowMerge, 'violet'],
  absorbed: [IconArrowMerge, 'violet'],
  unmerged: [IconArrowsSplit, 'teal'],
  released: [IconArrowsSplit, 'teal'],
};

/** Names of records: what a merge did says its title, where somebody works its name; a warning that
 * was passed over has a line of its own. */
const SILENT = new Set(['aliases', 'merged_into', 'counterparty', 'duplicates_bypass']);

function iconOf(entry: AuditEntry): [typeof IconPlus, string] {
  if (entry.source === 'IMPORT') return [IconFileImport, 'violet'];
  if (entry.restored_change) return [IconArrowBackUp, 'teal'];
  return ICONS[entry.action.replace(/^(counterparty|contact)_/, '')] ?? [IconPencil, 'blue'];
}

interface Props {
  entry: AuditEntry;
  subject: Subject;
  texts: FieldTexts;
  onRestore: (entry: AuditEntry, field: string) => void;
}

export function Entry({ entry, subject, texts, onRestore }: Props) {
  const { t, i18n } = useTranslation();
  const [Icon, color] = iconOf(entry);
  const action = `history.action.${entry.action}`;
  const told = entry.changes.filter(({ field }) => !(SILENT.has(field) || subject.silent?.has(field)));
  return (
    <li className={s.entry}>
      <span className={s.icon} data-color={color} aria-hidden>
        <Icon size={16} />
      </span>
      <div className={s.body}>
        <div className={s.head}>
          <span className={s.action}>
            {t(i18n.exists(action) ? action : 'history.action.other')}
            {entry.restored_change && `: ${t('restoring.entry')}`}
          </span>
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
              <Change
                key={change.field}
                change={change}
                texts={texts}
                onRestore={
                  isRestorable(subject, change.field) && subject.writable(change.field)
                    ? () => onRestore(entry, change.field)
                    : undefined
                }
              />
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}

interface ChangeProps {
  change: AuditEntry['changes'][number];
  texts: FieldTexts;
  onRestore?: () => void;
}

function Change({ change, texts, onRestore }: ChangeProps) {
  const { t } = useTranslation();
  const label = texts.label(change.field);
  const before = texts.text(change.field, parse(change.old_value));
  const after = texts.text(change.field, parse(change.new_value));
  return (
    <div className={s.change}>
      <dt>{label}</dt>
      <dd>
        {before && <del className={s.old}>{before}</del>}
        {before && (
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
      {onRestore && (
        <dd className={s.back}>
          <ActionIcon
            size={28}
            variant="subtle"
            aria-label={t('restoring.backOf', { field: label })}
            title={t('restoring.back')}
            onClick={onRestore}
          >
            <IconArrowBackUp size={16} />
          </ActionIcon>
        </dd>
      )}
    </div>
  );
}
