import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/shared/lib/errors';
import { EntryDrawer } from '@/shared/ui/EntryDrawer';
import { type InteractionKind, useSaveKind } from './api';
import { CommonFields, commonOf } from './CommonFields';

export function KindDrawer({ kind, onClose }: { kind?: InteractionKind; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveKind();
  const [values, setValues] = useState(() => commonOf(kind));
  return (
    <EntryDrawer
      title={kind?.display_name ?? t('workSettings.newKind')}
      save={save}
      values={{ ...values, name: kind?.name, etag: kind?.etag }}
      onClose={onClose}
    >
      <CommonFields values={values} errors={fieldErrors(save.error)} onChange={setValues} />
    </EntryDrawer>
  );
}
