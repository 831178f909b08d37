import type { UseMutationResult } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { FormDrawer } from './FormDrawer';
import notice from './Notice.module.css';
import { toastDone } from './toast';

interface Props<E> {
  title: string;
  size?: number;
  save: UseMutationResult<unknown, Error, E>;
  values: E;
  onClose: () => void;
  children: ReactNode;
}

/** The form of one entry: saved, said so, closed. */
export function EntryDrawer<E>({ title, size = 420, save, values, onClose, children }: Props<E>) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending) return;
    save.mutate(values, {
      onSuccess: () => {
        toastDone(t('ui.saved'));
        onClose();
      },
    });
  };
  return (
    <FormDrawer
      noValidate
      size={size}
      title={title}
      action={t('ui.save')}
      saving={save.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {save.error && Object.keys(fieldErrors(save.error)).length === 0 && (
        <div className={notice.error} role="alert">
          {errorText(save.error)}
        </div>
      )}
      {children}
    </FormDrawer>
  );
}
