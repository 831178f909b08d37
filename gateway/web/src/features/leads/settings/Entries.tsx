import { Menu } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconListDetails, IconPencil } from '@tabler/icons-react';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { RowMenu } from '@/shared/ui/RowMenu';
import { toastError } from '@/shared/ui/toast';
import type { Entry } from './api';

interface Kept {
  name: string;
  etag: string;
  display_name: string;
  position: number;
  archived: boolean;
}

interface Props<T extends Kept> {
  tabs: ReactNode;
  label: string;
  query: UseQueryResult<T[]>;
  save: UseMutationResult<unknown, Error, Entry<T>>;
  /** What it is called, and a word below that. */
  titleOf: (entry: T) => ReactNode;
  noteOf: (entry: T) => ReactNode;
  /** A column beside its title and its place. */
  more?: { title: string; cell: (entry: T) => ReactNode };
  drawer: (entry: T | undefined, close: () => void) => ReactNode;
}

/** A dictionary of leads: its entries in their order, changed in a drawer, archived and brought back. */
export function Entries<T extends Kept>({ tabs, label, query, drawer, ...shown }: Props<T>) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<T | 'new' | null>(null);
  return (
    <DictionaryPage
      title={t('leads.setup.title')}
      query={query}
      bar={tabs}
      archived={{ label: t('leads.setup.showArchived'), is: (entry) => entry.archived }}
      create={{ label: t('leads.setup.add'), onClick: () => setOpened('new') }}
      empty={{ icon: IconListDetails, title: t('leads.setup.empty'), hint: t('leads.setup.emptyHint') }}
      table={(entries) => (
        <table className={d.table} aria-label={label}>
          <thead>
            <tr>
              <th>{t('leads.setup.name')}</th>
              {shown.more && <th>{shown.more.title}</th>}
              <th>{t('leads.setup.position')}</th>
              <th aria-label={t('ui.edit')} />
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <Row key={entry.name} entry={entry} onEdit={() => setOpened(entry)} {...shown} />
            ))}
          </tbody>
        </table>
      )}
    >
      <Suspense>{opened && drawer(opened === 'new' ? undefined : opened, () => setOpened(null))}</Suspense>
    </DictionaryPage>
  );
}

type RowProps<T extends Kept> = Pick<Props<T>, 'save' | 'titleOf' | 'noteOf' | 'more'> & {
  entry: T;
  onEdit: () => void;
};

function Row<T extends Kept>({ entry, save, titleOf, noteOf, more, onEdit }: RowProps<T>) {
  const { t } = useTranslation();
  const { name, etag, archived } = entry;
  const note = noteOf(entry);
  const turn = { name, etag, archived: !archived } as Entry<T>;
  return (
    <tr className={d.row} data-off={archived || undefined}>
      <td>
        <button type="button" className={d.name} onClick={onEdit}>
          {titleOf(entry)}
        </button>
        {note && <span className={d.sub}>{note}</span>}
      </td>
      {more && <td>{more.cell(entry)}</td>}
      <td className="num">{entry.position}</td>
      <td className={d.menu}>
        <RowMenu label={t('leads.setup.actions', { name: entry.display_name })}>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
            {t('ui.edit')}
          </Menu.Item>
          <Menu.Item
            leftSection={archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
            onClick={() => save.mutate(turn, { onError: toastError })}
          >
            {t(archived ? 'leads.setup.restore' : 'leads.setup.toArchive')}
          </Menu.Item>
        </RowMenu>
      </td>
    </tr>
  );
}
