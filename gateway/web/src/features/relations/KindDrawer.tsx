import { SegmentedControl, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { SaveDrawer } from '@/shared/ui/SaveDrawer';
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
  const { title, reverse_title } = form.values;
  const titles = { title, reverse_title: reverse_title || title };
  return (
    <SaveDrawer
      title={kind ? kindLabel(t, kind) : t('relationKinds.new')}
      form={form}
      save={save}
      body={(body) => ({ kind, body })}
      said={() => t('relationKinds.saved')}
      onClose={onClose}
    >
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
    </SaveDrawer>
  );
}
