/** Short messages at the edge of the screen: done, failed, and done-but-can-be-undone. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import i18n from 'i18next';
import type { ReactNode } from 'react';
import { errorText } from '../lib/errors';
import s from './toast.module.css';

const close = () => i18n.t('ui.close');

export function toastDone(message: ReactNode) {
  notifications.show({
    message,
    icon: <IconCheck size={16} />,
    color: 'teal',
    autoClose: 4000,
    closeButtonProps: { 'aria-label': close() },
  });
}

export function toastError(error: unknown) {
  notifications.show({
    message: typeof error === 'string' ? error : errorText(error),
    icon: <IconAlertTriangle size={16} />,
    color: 'red',
    autoClose: 9000,
    closeButtonProps: { 'aria-label': close() },
    role: 'alert',
  });
}

/** What was done and one button that takes it back. */
export function toastUndo(message: string, undo: () => void) {
  const id = notifications.show({
    message: (
      <span className={s.undo}>
        <span>{message}</span>
        <Button
          variant="light"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {i18n.t('ui.undo')}
        </Button>
      </span>
    ),
    icon: <IconCheck size={16} />,
    color: 'teal',
    autoClose: 10_000,
    closeButtonProps: { 'aria-label': close() },
  });
}
