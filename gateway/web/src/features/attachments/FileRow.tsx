import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconDownload,
  IconFile,
  IconFileSpreadsheet,
  IconFileText,
  IconFileTypePdf,
  IconFileZip,
  IconMusic,
  IconPencil,
  IconPhoto,
  IconRotate2,
  IconTrash,
  IconVideo,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '@/shared/api/types';
import { ago, dateTime, fileSize } from '@/shared/lib/format';
import { downloadUrl, previewUrl } from './api';
import s from './Files.module.css';
import { type FileKind, kindOf } from './kinds';

const ICONS: Record<FileKind, typeof IconFile> = {
  image: IconPhoto,
  pdf: IconFileTypePdf,
  sheet: IconFileSpreadsheet,
  text: IconFileText,
  archive: IconFileZip,
  audio: IconMusic,
  video: IconVideo,
  other: IconFile,
};

interface Props {
  file: Attachment;
  writable: boolean;
  onShow: () => void;
  onEdit: () => void;
  onDelete: () => void;
  onRestore: () => void;
}

export function FileRow({ file, writable, onShow, onEdit, onDelete, onRestore }: Props) {
  const { t } = useTranslation();
  const there = file.state === 'ACTIVE';
  return (
    <li className={s.file}>
      <Picture file={file} onShow={there && file.previewable ? onShow : undefined} />
      <div className={s.about}>
        {there ? (
          <a className={s.name} href={downloadUrl(file)} download={file.file_name}>
            {file.file_name}
          </a>
        ) : (
          <span className={s.name}>{file.file_name}</span>
        )}
        {file.description && <p className={s.description}>{file.description}</p>}
        <div className={s.meta}>
          <span>{fileSize(file.size)}</span>
          <span>{file.creator_display_name}</span>
          {file.create_time && (
            <time dateTime={file.create_time} title={dateTime(file.create_time)}>
              {ago(file.create_time)}
            </time>
          )}
        </div>
      </div>
      {there ? (
        <Actions file={file} writable={writable} onEdit={onEdit} onDelete={onDelete} />
      ) : (
        writable && (
          <ActionIcon
            size={32}
            aria-label={`${t('attachments.restore')}: ${file.file_name}`}
            title={t('attachments.restore')}
            onClick={onRestore}
          >
            <IconRotate2 size={17} />
          </ActionIcon>
        )
      )}
    </li>
  );
}

function Picture({ file, onShow }: { file: Attachment; onShow?: () => void }) {
  const { t } = useTranslation();
  const kind = kindOf(file.content_type);
  const Icon = ICONS[kind];
  if (!onShow) {
    return (
      <span className={s.icon} data-kind={kind} aria-hidden>
        <Icon size={20} stroke={1.6} />
      </span>
    );
  }
  return (
    <button
      type="button"
      className={s.thumb}
      aria-label={t('attachments.open', { name: file.file_name })}
      onClick={onShow}
    >
      <img src={previewUrl(file)} alt="" loading="lazy" decoding="async" />
    </button>
  );
}

function Actions({
  file,
  writable,
  onEdit,
  onDelete,
}: Pick<Props, 'file' | 'writable' | 'onEdit' | 'onDelete'>) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={32} aria-label={t('attachments.actions', { name: file.file_name })}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component="a"
          href={downloadUrl(file)}
          download={file.file_name}
          leftSection={<IconDownload size={16} />}
        >
          {t('attachments.download')}
        </Menu.Item>
        {writable && (
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
            {t('attachments.edit')}
          </Menu.Item>
        )}
        {writable && (
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onDelete}>
            {t('ui.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
