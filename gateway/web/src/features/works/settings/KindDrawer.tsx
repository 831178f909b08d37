import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import notice from '@/shared/ui/Notice.module.css';
import { toastDone } from '@/shared/ui/toast';
import { type InteractionKind, useSaveKind } from './api';
import { CommonFields, commonOf } from './CommonFields';

export function KindDrawer({ kind, onClose }: { kind?: InteractionKind; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveKind();
  const [values, setValues] = useState(() => commonOf(kind));
  const errors = fieldErrors(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { ...values, name: kind?.name, etag: kind?.etag },
      {
        onSuccess: () => {
          toastDone(t('ui.saved'));
          onClose();
        },
      },
    );
  };
  return (
    <FormDrawer
      noValidate
      size={420}
      title={kind?.display_name ?? t('workSettings.newKind')}
      action={t('ui.save')}
      saving={save.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {save.error && Object.keys(errors).length === 0 && (
        <div className={notice.error} role="alert">
          {errorText(save.error)}
        </div>
      )}
      <CommonFields values={values} errors={errors} onChange={setValues} />
    </FormDrawer>
  );
}
