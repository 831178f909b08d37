import { SegmentedControl, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { toastDone } from '@/shared/ui/toast';
import { type KindDraft, type RelationKind, useSaveKind } from './api';
import s from './Relations.module.css';
import { isSymmetric, kindLabel, sentence } from './wording';

const BETWEEN = ['PARTIES', 'PERSONS'] as const;

/** Two titles, or one if it is the same from both sides; between whom it is never changes. */
export function KindDrawer({ kind, onClose }: { kind: RelationKind | null; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveKind();
  const form = useForm({
    initialValues: {
      title: kind?.title ?? '',
      reverse_title: kind && !isSymmetric(kind) ? kind.reverse_title : '',
      between: kind?.between || 'PARTIES',
    } as KindDraft,
    validate: { title: (value) => (value.trim() ? null : t('relationKinds.required')) },
  });
  const submit = form.onSubmit((body) =>
    save.mutate(
      { kind, body },
      {
        onSuccess: () => {
          toastDone(t('relationKinds.saved'));
          onClose();
        },
        onError: (error) => form.setErrors(fieldErrors(error)),
      },
    ),
  );
  const { title, reverse_title } = form.values;
  const titles = { title, reverse_title: reverse_title || title };
  return (
    <FormDrawer
      title={kind ? kindLabel(t, kind) : t('relationKinds.new')}
      size={420}
      action={t('ui.save')}
      saving={save.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {save.error && Object.keys(form.errors).length === 0 && (
        <div className={s.error} role="alert">
          {errorText(save.error)}
        </div>
      )}
      {!kind && (
        <SegmentedControl
          aria-label={t('relationKinds.between')}
          value={form.values.between}
          onChange={(value) => form.setFieldValue('between', value as KindDraft['between'])}
          data={BETWEEN.map((value) => ({ value, label: t(`enums.RelationKind.Between.${value}`) }))}
        />
      )}
      <TextInput
        data-autofocus
        label={t('relationKinds.titleField')}
        description={t('relationKinds.titleHint')}
        maxLength={100}
        {...form.getInputProps('title')}
      />
      <TextInput
        label={t('relationKinds.reverseField')}
        description={t('relationKinds.reverseHint')}
        maxLength={100}
        {...form.getInputProps('reverse_title')}
      />
      {title.trim() && (
        <p className={s.said} role="status">
          {sentence(t, titles, t('relationKinds.one'), t('relationKinds.other'))}
        </p>
      )}
    </FormDrawer>
  );
}
