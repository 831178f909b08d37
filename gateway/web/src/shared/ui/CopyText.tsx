import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import s from './CopyText.module.css';

/** A number people paste elsewhere (INN, account): monospace, with a button that copies it. */
export function CopyText({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 1200 });
  return (
    <span className={s.copy}>
      <span className="mono">{value}</span>
      <ActionIcon
        size={22}
        className={s.button}
        aria-label={clipboard.copied ? t('ui.copied') : `${t('ui.copy')}: ${label}`}
        onClick={(event) => {
          event.stopPropagation();
          clipboard.copy(value);
        }}
      >
        {clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      </ActionIcon>
    </span>
  );
}
