import { Button } from '@mantine/core';
import { IconFileSpreadsheet, IconUpload } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '@/shared/lib/format';
import { ACCEPT, MAX_FILE_SIZE } from '../upload';
import s from './DropZone.module.css';

interface Props {
  /** The big one greets who has no imports yet. */
  big?: boolean;
  over: boolean;
  error: string;
  onFiles: (files: File[]) => void;
  children?: ReactNode;
}

/** Where a file is dropped or chosen. The page around it catches the drop, so that missing is hard. */
export function DropZone({ big, over, error, onFiles, children }: Props) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const megabytes = count(MAX_FILE_SIZE / 1024 / 1024);
  return (
    <div className={s.zone} data-big={big || undefined} data-over={over || undefined}>
      <span className={s.icon} aria-hidden>
        {over ? (
          <IconUpload size={big ? 30 : 22} />
        ) : (
          <IconFileSpreadsheet size={big ? 30 : 22} stroke={1.6} />
        )}
      </span>
      <div className={s.words}>
        {children}
        <div className={s.title}>
          {over ? t('importsUi.drop.here') : t(big ? 'importsUi.drop.title' : 'importsUi.drop.short')}
        </div>
        <div className={s.limit}>{t('importsUi.drop.limit', { size: megabytes })}</div>
      </div>
      <Button
        className={s.choose}
        variant={big ? 'filled' : 'default'}
        leftSection={<IconUpload size={16} />}
        onClick={() => input.current?.click()}
      >
        {t('importsUi.drop.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        className="visuallyHidden"
        tabIndex={-1}
        aria-label={t('importsUi.drop.choose')}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      {error && (
        <div className={s.error} role="alert">
          {error}
        </div>
      )}
    </div>
  );
}
