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

/** The last message of each thing that can be taken back. */
const undoable = new Map<string, string>();

/**
 * What was done and one button that takes it back. `about`: what was changed; once more is done to it,
 * the earlier cannot be taken back any more.
 */
export function toastUndo(message: string, undo: () => void, about = '') {
  const earlier = undoable.get(about);
  if (earlier) notifications.hide(earlier);
  const id = notifications.show({
    onClose: () => about && undoable.get(about) === id && undoable.delete(about),
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
  if (about) undoable.set(about, id);
}
