import { Menu } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date } from '@/shared/lib/format';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { toastError } from '@/shared/ui/toast';
import { type Note, notesQuery, useDropNote } from './api';
import s from './Fulfilments.module.css';
import { NoteForm } from './NoteForm';
import { Part } from './Part';

const COLORS = { MISHAP: 'orange', CHANGE: 'violet', FUTURE: 'teal' } as const;

export function FulfilmentNotes({ deal, writes }: { deal: string; writes: boolean }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Note | 'new' | null>(null);
  return (
    <Part
      title={t('fulfilment.notes')}
      empty={t('fulfilment.noNotes')}
      query={useQuery(notesQuery(deal))}
      add={writes ? { label: t('fulfilment.addNote'), onClick: () => setOpened('new') } : undefined}
      list={(rows) => (
        <ul className={s.list} aria-label={t('fulfilment.notes')}>
          {rows.map((note) => (
            <Row key={note.name} note={note} onEdit={writes ? () => setOpened(note) : undefined} />
          ))}
        </ul>
      )}
    >
      {opened && (
        <NoteForm deal={deal} note={opened === 'new' ? undefined : opened} onClose={() => setOpened(null)} />
      )}
    </Part>
  );
}

function Row({ note, onEdit }: { note: Note; onEdit?: () => void }) {
  const { t } = useTranslation();
  const drop = useDropNote(note.deal);
  return (
    <li className={s.row}>
      <div className={s.what}>
        <span className={s.text}>{note.text}</span>
        <span className={s.about}>
          {[note.note_date && date(note.note_date), note.creator_display_name].filter(Boolean).join(' · ')}
        </span>
      </div>
      {note.kind && <Tag color={COLORS[note.kind]}>{t(`enums.FulfilmentNote.Kind.${note.kind}`)}</Tag>}
      {onEdit && (
        <RowMenu label={t('fulfilment.actions', { name: note.text })}>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
            {t('ui.edit')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            onClick={() => drop.mutate(note, { onError: toastError })}
          >
            {t('ui.delete')}
          </Menu.Item>
        </RowMenu>
      )}
    </li>
  );
}
