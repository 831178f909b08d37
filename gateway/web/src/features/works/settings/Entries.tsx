import { Menu } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconListCheck, IconPencil } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { toastError } from '@/shared/ui/toast';
import s from './Settings.module.css';

interface Kept {
  name: string;
  etag: string;
  display_name: string;
  position: number;
  category?: string;
  color?: string;
  archived: boolean;
}

interface Column<T> {
  title: string;
  cell: (entry: T) => ReactNode;
}

interface Turn {
  name: string;
  etag: string;
  archived: boolean;
}

interface Props<T extends Kept> {
  tabs: ReactNode;
  label: string;
  query: UseQueryResult<T[]>;
  /** Into the archive and out of it. */
  turn: (entry: Turn, said: { onError: (error: Error) => void }) => void;
  /** What is said of all of them. */
  above?: ReactNode;
  /** Columns beside its name, kind and place. */
  more?: Column<T>[];
  /** These entries are of no kind. */
  plain?: boolean;
  drawer: (entry: T | undefined, close: () => void) => ReactNode;
}

/** Entries in their order, changed in a drawer, archived and brought back. */
export function Entries<T extends Kept>({
  tabs,
  label,
  query,
  drawer,
  above,
  more = [],
  plain,
  turn,
}: Props<T>) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<T | 'new' | null>(null);
  return (
    <DictionaryPage
      title={t('workSettings.title')}
      query={query}
      bar={tabs}
      above={above}
      archived={{ label: t('workSettings.showArchived'), is: (entry) => entry.archived }}
      create={{ label: t('workSettings.add'), onClick: () => setOpened('new') }}
      empty={{ icon: IconListCheck, title: t('workSettings.empty'), hint: t('workSettings.emptyHint') }}
      table={(entries) => (
        <table className={d.table} aria-label={label}>
          <thead>
            <tr>
              <th>{t('workSettings.name')}</th>
              {!plain && <th>{t('workSettings.category')}</th>}
              {more.map(({ title }) => (
                <th key={title}>{title}</th>
              ))}
              <th>{t('workSettings.position')}</th>
              <th aria-label={t('ui.edit')} />
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <Row
                key={entry.name}
                entry={entry}
                more={more}
                plain={plain}
                turn={turn}
                onEdit={() => setOpened(entry)}
              />
            ))}
          </tbody>
        </table>
      )}
    >
      <Suspense>{opened && drawer(opened === 'new' ? undefined : opened, () => setOpened(null))}</Suspense>
    </DictionaryPage>
  );
}

type RowProps<T extends Kept> = Pick<Props<T>, 'turn' | 'more' | 'plain'> & { entry: T; onEdit: () => void };

function Row<T extends Kept>({ entry, more = [], plain, turn, onEdit }: RowProps<T>) {
  const { t } = useTranslation();
  const { name, etag, archived, display_name, category, color } = entry;
  return (
    <tr className={d.row} data-off={archived || undefined}>
      <td>
        <button type="button" className={d.name} onClick={onEdit}>
          {display_name}
        </button>
        {archived && <span className={d.sub}>{t('workSettings.archived')}</span>}
      </td>
      {!plain && <td>{category && <Tag color={color}>{t(`enums.WorkAction.Category.${category}`)}</Tag>}</td>}
      {more.map(({ title, cell }) => (
        <td key={title} className={s.more}>
          {cell(entry)}
        </td>
      ))}
      <td className={`num ${s.order}`}>{entry.position}</td>
      <td className={d.menu}>
        <RowMenu label={t('workSettings.rowActions', { name: display_name })}>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
            {t('ui.edit')}
          </Menu.Item>
          <Menu.Item
            leftSection={archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
            onClick={() => turn({ name, etag, archived: !archived }, { onError: toastError })}
          >
            {t(archived ? 'workSettings.restore' : 'workSettings.toArchive')}
          </Menu.Item>
        </RowMenu>
      </td>
    </tr>
  );
}
