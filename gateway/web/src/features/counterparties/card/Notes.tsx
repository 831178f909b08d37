import { ActionIcon, Button, Menu, Skeleton, Textarea } from '@mantine/core';
import { IconDots, IconNote, IconPencil, IconPin, IconPinnedOff, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Note } from '@/shared/api/types';
import { ago, dateTime } from '@/shared/lib/format';
import { useKept } from '@/shared/lib/useKept';
import { useProfile } from '@/shared/session/session';
import { Ava } from '@/shared/ui/Ava';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { Tag } from '@/shared/ui/Tag';
import { toastError, toastUndo } from '@/shared/ui/toast';
import { type NoteKind, notesQuery, useNoteMutations } from '../notes';
import s from './Notes.module.css';

const KindFilter = lazy(() => import('./NoteKinds').then((module) => ({ default: module.KindFilter })));
const KindSelect = lazy(() => import('./NoteKinds').then((module) => ({ default: module.KindSelect })));
const KIND_COLOR = {
  MISUNDERSTANDING: 'orange',
  POSITIVE_MOMENT: 'green',
  COMMON_ACQUAINTANCE: 'blue',
  RECOMMENDATION: 'violet',
} as const;

interface Props {
  counterparty: string;
  writable: boolean;
  /** Only the newest few, for the overview. */
  most?: number;
}

export function Notes({ counterparty, writable, most }: Props) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<NoteKind>('');
  const notes = useInfiniteQuery(notesQuery(counterparty, kind));
  const all = notes.data?.pages.flatMap((page) => page.notes) ?? [];
  // Pinned ones stay on top; the rest come newest first from the server.
  const sorted = [...all.filter((note) => note.pinned), ...all.filter((note) => !note.pinned)];
  const shown = most ? sorted.slice(0, most) : sorted;
  if (notes.error && all.length === 0) {
    return <ErrorState error={notes.error} retry={() => void notes.refetch()} />;
  }
  return (
    <div>
      {writable && <Composer counterparty={counterparty} />}
      {!most && (
        <Suspense>
          <KindFilter value={kind} onChange={setKind} />
        </Suspense>
      )}
      {notes.isPending && <Skeleton h={56} m={16} />}
      <ul className={s.notes}>
        {shown.map((note) => (
          <NoteItem key={note.name} note={note} counterparty={counterparty} writable={writable} />
        ))}
      </ul>
      {!notes.isPending && all.length === 0 && !most && (
        <EmptyState
          icon={IconNote}
          tone="gray"
          title={t(kind ? 'notes.noneOfKind' : 'notes.empty')}
          hint={writable && !kind ? t('notes.emptyHint') : undefined}
        />
      )}
      {!most && notes.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={notes.isFetchingNextPage}
          onClick={() => void notes.fetchNextPage()}
        >
          {t('card.earlier')}
        </Button>
      )}
    </div>
  );
}

const BLANK = { text: '', kind: '' as NoteKind };

function Composer({ counterparty }: { counterparty: string }) {
  const { t } = useTranslation();
  const { user } = useProfile();
  const { create } = useNoteMutations(counterparty);
  const [{ text, kind }, setDraft] = useKept(`note of ${counterparty}`, BLANK);
  const submit = async () => {
    if (!text.trim() || create.isPending) return;
    try {
      await create.mutateAsync({ text: text.trim(), kind });
      setDraft(BLANK);
    } catch {
      // Said by the toast of every refusal; what was written stays.
    }
  };
  return (
    <form
      className={s.compose}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Ava name={user.display_name} size="m" />
      <div className={s.body}>
        <Textarea
          aria-label={t('notes.new')}
          placeholder={t('notes.placeholder')}
          minRows={1}
          value={text}
          onChange={(event) => setDraft({ kind, text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
          }}
        />
        {text.trim() && (
          <div className={s.send}>
            <Button type="submit" size="compact-sm" loading={create.isPending}>
              {t('notes.add')}
            </Button>
            <Suspense>
              <KindSelect value={kind} onChange={(chosen) => setDraft({ text, kind: chosen })} />
            </Suspense>
            <span className={s.hint}>Ctrl Enter</span>
          </div>
        )}
      </div>
    </form>
  );
}

interface ItemProps {
  note: Note;
  counterparty: string;
  writable: boolean;
}

function NoteItem({ note, counterparty, writable }: ItemProps) {
  const { t } = useTranslation();
  const { user } = useProfile();
  const { create, update, remove } = useNoteMutations(counterparty);
  const [editing, setEditing] = useState(false);
  const own = note.author === user.name && writable;
  const again = async ({ text, kind, pinned }: Note) => {
    const made = await create.mutateAsync({ text, kind });
    if (pinned) await update.mutateAsync({ note: made, pinned });
  };
  const drop = () =>
    remove.mutate(note, {
      onSuccess: () => toastUndo(t('notes.deleted'), () => void again(note).catch(toastError)),
    });
  return (
    <li className={s.note} data-pinned={note.pinned || undefined}>
      <Ava name={note.author_display_name} size="m" />
      <div className={s.body}>
        <div className={s.meta}>
          <span className={s.author}>{note.author_display_name}</span>
          {note.kind && (
            <Tag size="s" color={KIND_COLOR[note.kind]}>
              {t(`enums.Note.Kind.${note.kind}`)}
            </Tag>
          )}
          {note.create_time && (
            <time dateTime={note.create_time} title={dateTime(note.create_time)}>
              {ago(note.create_time)}
            </time>
          )}
          {note.pinned && (
            <span className={s.pin}>
              <IconPin size={13} aria-hidden />
              {t('notes.pinned')}
            </span>
          )}
        </div>
        {editing ? (
          <EditNote
            text={note.text}
            saving={update.isPending}
            onClose={() => setEditing(false)}
            onSave={(text) => update.mutate({ note, text }, { onSuccess: () => setEditing(false) })}
          />
        ) : (
          <p className={s.text}>{note.text}</p>
        )}
      </div>
      {own && !editing && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={28} aria-label={t('notes.actions')}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setEditing(true)}>
              {t('ui.edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={note.pinned ? <IconPinnedOff size={16} /> : <IconPin size={16} />}
              onClick={() => update.mutate({ note, pinned: !note.pinned })}
            >
              {note.pinned ? t('notes.unpin') : t('notes.pin')}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={drop}>
              {t('ui.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  );
}

interface EditProps {
  text: string;
  saving: boolean;
  onSave: (text: string) => void;
  onClose: () => void;
}

function EditNote(props: EditProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(props.text);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() && !props.saving) props.onSave(text.trim());
      }}
    >
      <Textarea
        autoFocus
        aria-label={t('ui.edit')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && props.onClose()}
      />
      <div className={s.send}>
        <Button type="submit" size="compact-sm" loading={props.saving}>
          {t('ui.save')}
        </Button>
        <Button variant="subtle" color="gray" size="compact-sm" onClick={props.onClose}>
          {t('ui.cancel')}
        </Button>
      </div>
    </form>
  );
}
