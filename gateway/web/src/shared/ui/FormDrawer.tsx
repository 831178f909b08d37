import { Button, Drawer, Stack } from '@mantine/core';
import type { FormEventHandler, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import s from './FormDrawer.module.css';
import { useLeaving } from './useLeaving';

interface Props {
  title: string;
  size: number;
  /** The word on the button that sends; a form that one may only read has none. */
  action?: string;
  saving: boolean;
  /** The feature says itself what is missing. */
  noValidate?: boolean;
  onSubmit: FormEventHandler<HTMLFormElement>;
  onClose: () => void;
  children: ReactNode;
}

/** A short form at the screen's edge: its buttons stay in sight however long it is. */
export function FormDrawer(props: Props) {
  const { title, size, action, saving, noValidate, onSubmit, onClose, children } = props;
  const { t } = useTranslation();
  const { leave, onInput, question } = useLeaving(onClose);
  return (
    <Drawer opened {...leave} size={size} title={title} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      {question}
      <form onSubmit={onSubmit} noValidate={noValidate} onInput={onInput}>
        <Stack gap="sm">
          {children}
          {action && (
            <div className={s.foot}>
              <Button variant="default" onClick={onClose}>
                {t('ui.cancel')}
              </Button>
              <Button type="submit" loading={saving}>
                {action}
              </Button>
            </div>
          )}
        </Stack>
      </form>
    </Drawer>
  );
}
