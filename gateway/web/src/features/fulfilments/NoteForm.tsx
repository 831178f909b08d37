import { NativeSelect, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { SaveDrawer } from '@/shared/ui/SaveDrawer';
import { type Note, obligationsQuery, today, useSaveNote } from './api';

const KINDS = ['MISHAP', 'CHANGE', 'FUTURE'] as const;

interface Props {
  deal: string;
  note?: Note;
  onClose: () => void;
}

export function NoteForm({ deal, note, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveNote(deal);
  const { data: obligations = [] } = useQuery(obligationsQuery(deal));
  const form = useForm({
    initialValues: {
      kind: (note?.kind || 'MISHAP') as (typeof KINDS)[number],
      text: note?.text ?? '',
      note_date: note?.note_date ?? today(),
      obligation: note?.obligation ?? '',
    },
    validate: { text: (value) => (value.trim() ? null : t('fulfilment.required')) },
  });
  const errors = form.errors as Record<string, string>;
  return (
    <SaveDrawer
      title={t(note ? 'fulfilment.note' : 'fulfilment.addNote')}
      form={form}
      save={save}
      body={(values) => ({ known: note, ...values })}
      onClose={onClose}
    >
      <NativeSelect
        label={t('fulfilment.kind')}
        data={KINDS.map((value) => ({ value, label: t(`enums.FulfilmentNote.Kind.${value}`) }))}
        {...form.getInputProps('kind')}
      />
      <Textarea
        data-autofocus
        label={t('fulfilment.noteText')}
        autosize
        minRows={3}
        maxLength={5000}
        {...form.getInputProps('text')}
      />
      <DateInput
        label={t('fulfilment.when')}
        value={form.values.note_date}
        error={errors.note_date}
        onChange={(value) => form.setFieldValue('note_date', value)}
      />
      {obligations.length > 0 && (
        <NativeSelect
          label={t('fulfilment.about')}
          data={[
            { value: '', label: t('fulfilment.aboutAll') },
            ...obligations.map(({ name, text }) => ({ value: name, label: text })),
          ]}
          {...form.getInputProps('obligation')}
        />
      )}
    </SaveDrawer>
  );
}
