import type { UseFormReturnType } from '@mantine/form';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '../lib/errors';
import { FormDrawer } from './FormDrawer';
import s from './SaveDrawer.module.css';
import { toastDone } from './toast';

interface Props<Values extends object, Body, Saved> {
  title: string;
  size?: number;
  action?: string;
  form: UseFormReturnType<Values>;
  save: UseMutationResult<Saved, Error, Body>;
  /** What is sent of what was filled in. */
  body: (values: Values) => Body;
  /** What is told when it is saved. */
  said?: (saved: Saved) => string;
  /** What was refused, by the fields of this form. */
  refused?: (error: unknown) => Record<string, string>;
  onClose: () => void;
  children: ReactNode;
}

/** A short form that saves one record: what is refused is said at its fields, else above them. */
export function SaveDrawer<Values extends object, Body, Saved>(props: Props<Values, Body, Saved>) {
  const { title, size = 420, action, form, save, body, said, refused = fieldErrors } = props;
  const { onClose, children } = props;
  const { t } = useTranslation();
  const submit = form.onSubmit((values) =>
    save.mutate(body(values), {
      onSuccess: (saved) => {
        toastDone(said ? said(saved) : t('ui.saved'));
        onClose();
      },
      onError: (error) => form.setErrors(refused(error)),
    }),
  );
  return (
    <FormDrawer
      title={title}
      size={size}
      action={action ?? t('ui.save')}
      saving={save.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {save.error && Object.keys(form.errors).length === 0 && (
        <div className={s.error} role="alert">
          {errorText(save.error)}
        </div>
      )}
      {children}
    </FormDrawer>
  );
}
