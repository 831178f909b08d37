import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconAlertTriangle, IconUpload, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { fileSize } from '@/shared/lib/format';
import { MAX_FILE_SIZE } from './api';
import s from './Files.module.css';
import type { Upcoming } from './useUploads';

interface Props {
  upload: Upcoming;
  onCancel: (id: string) => void;
  onAgain: (id: string) => void;
}

/** A file on its way, or one that was refused. */
export function UploadRow({ upload, onCancel, onAgain }: Props) {
  const { t } = useTranslation();
  const { id, file, state, share, error } = upload;
  const percent = Math.round(share * 100);
  const refused = state === 'refused';
  return (
    <li className={s.file}>
      <span className={s.icon} data-kind={refused ? 'refused' : 'sending'} aria-hidden>
        {refused ? <IconAlertTriangle size={20} /> : <IconUpload size={20} stroke={1.6} />}
      </span>
      <div className={s.about}>
        <span className={s.name}>{file.name}</span>
        {refused ? (
          <p className={s.error} role="alert">
            {error}
          </p>
        ) : (
          <>
            <Progress value={percent} size="sm" my={5} aria-label={file.name} />
            <div className={s.meta}>
              <span>{fileSize(file.size)}</span>
              <span>
                {t(state === 'sending' ? 'attachments.sending' : 'attachments.waiting', { percent })}
              </span>
            </div>
          </>
        )}
      </div>
      {refused && file.size > 0 && file.size <= MAX_FILE_SIZE && (
        <Button variant="default" size="compact-sm" onClick={() => onAgain(id)}>
          {t('attachments.again')}
        </Button>
      )}
      <ActionIcon
        size={32}
        aria-label={t(refused ? 'attachments.dismiss' : 'attachments.cancel', { name: file.name })}
        onClick={() => onCancel(id)}
      >
        <IconX size={17} />
      </ActionIcon>
    </li>
  );
}
