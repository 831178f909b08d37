import { Button, Skeleton, Switch } from '@mantine/core';
import { IconPaperclip, IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '@/shared/api/types';
import { count } from '@/shared/lib/format';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { toastDone, toastUndo } from '@/shared/ui/toast';
import { useFileDrop } from '@/shared/ui/useFileDrop';
import { attachmentsQuery, MAX_FILE_SIZE, useAttachmentMutations } from './api';
import { FileRow } from './FileRow';
import s from './Files.module.css';
import { UploadRow } from './UploadRow';
import { useUploads } from './useUploads';

const EditDialog = lazy(() => import('./EditDialog').then((module) => ({ default: module.EditDialog })));
const ImageDialog = lazy(() => import('./ImageDialog').then((module) => ({ default: module.ImageDialog })));

interface Props {
  /** The client or the contact they belong to. */
  parent: string;
  writable: boolean;
}

/** Files of a client or a contact: dropped here, listed, looked at, taken out. */
export function Files({ parent, writable }: Props) {
  const { t } = useTranslation();
  const [deleted, setDeleted] = useState(false);
  const uploads = useUploads(parent);
  const drop = useFileDrop(uploads.add);
  return (
    <div className={s.files} {...(writable ? drop.handlers : {})}>
      <div className={s.bar}>
        {writable && <Chooser over={drop.over} onFiles={uploads.add} />}
        <Switch
          className={s.deleted}
          size="sm"
          label={t('attachments.showDeleted')}
          checked={deleted}
          onChange={(event) => setDeleted(event.currentTarget.checked)}
        />
      </div>
      {uploads.list.length > 0 && (
        <ul className={s.list} aria-label={t('attachments.uploads')}>
          {uploads.list.map((one) => (
            <UploadRow key={one.id} upload={one} onCancel={uploads.cancel} onAgain={uploads.again} />
          ))}
        </ul>
      )}
      <List key={String(deleted)} parent={parent} writable={writable} deleted={deleted} />
    </div>
  );
}

function Chooser({ over, onFiles }: { over: boolean; onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={s.zone} data-over={over || undefined}>
      <Button variant="default" leftSection={<IconUpload size={16} />} onClick={() => input.current?.click()}>
        {t('attachments.choose')}
      </Button>
      <span className={s.words}>
        {t(over ? 'attachments.dropNow' : 'attachments.drop')}
        <span className={s.meta}>{t('attachments.limit', { size: count(MAX_FILE_SIZE / 1024 / 1024) })}</span>
      </span>
      <input
        ref={input}
        type="file"
        multiple
        className="visuallyHidden"
        tabIndex={-1}
        aria-label={t('attachments.choose')}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // The same file chosen again is news again.
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

function List({ parent, writable, deleted }: Props & { deleted: boolean }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(attachmentsQuery(parent, deleted));
  const { remove, restore } = useAttachmentMutations(parent);
  const [editing, setEditing] = useState<Attachment | null>(null);
  const [shown, setShown] = useState<Attachment | null>(null);
  const all = found.data?.pages.flatMap((page) => page.attachments) ?? [];
  const back = (file: Attachment) =>
    restore.mutate(file, {
      onSuccess: () => toastDone(t('attachments.restored', { name: file.file_name })),
    });
  const drop = (file: Attachment) =>
    remove.mutate(file, {
      onSuccess: (gone) => toastUndo(t('attachments.deleted', { name: file.file_name }), () => back(gone)),
    });
  if (found.isPending) return <Skeleton h={140} w="auto" m={16} />;
  if (found.error && all.length === 0) {
    return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  }
  if (all.length === 0) return <Nothing deleted={deleted} writable={writable} />;
  return (
    <>
      {deleted && <p className={s.note}>{t('attachments.deletedHint')}</p>}
      <ul className={s.list} aria-label={t('attachments.list')}>
        {all.map((file) => (
          <FileRow
            key={file.name}
            file={file}
            writable={writable}
            onShow={() => setShown(file)}
            onEdit={() => setEditing(file)}
            onDelete={() => drop(file)}
            onRestore={() => back(file)}
          />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('card.earlier')}
        </Button>
      )}
      <Suspense>
        {editing && <EditDialog file={editing} parent={parent} onClose={() => setEditing(null)} />}
        {shown && <ImageDialog file={shown} onClose={() => setShown(null)} />}
      </Suspense>
    </>
  );
}

function Nothing({ deleted, writable }: { deleted: boolean; writable: boolean }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={IconPaperclip}
      tone="gray"
      title={t(deleted ? 'attachments.emptyDeleted' : 'attachments.empty')}
      hint={writable && !deleted ? t('attachments.emptyHint') : undefined}
    />
  );
}
