import { NativeSelect, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { PersonPicker } from '@/shared/ui/fields/pickers';
import { SaveDrawer } from '@/shared/ui/SaveDrawer';
import { dayOf, type Obligation, useSaveObligation } from './api';

const SIDES = ['OURS', 'CLIENT', 'SUPPLIER'] as const;

interface Props {
  deal: string;
  obligation?: Obligation;
  onClose: () => void;
}

export function ObligationForm({ deal, obligation, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveObligation(deal);
  const form = useForm({
    initialValues: {
      text: obligation?.text ?? '',
      side: (obligation?.side || 'OURS') as (typeof SIDES)[number],
      due_date: obligation?.due_date ?? '',
      responsible: obligation?.responsible ?? '',
    },
    validate: { text: (value) => (value.trim() ? null : t('fulfilment.required')) },
  });
  const errors = form.errors as Record<string, string>;
  return (
    <SaveDrawer
      title={t(obligation ? 'fulfilment.obligation' : 'fulfilment.promise')}
      form={form}
      save={save}
      body={(values) => ({ known: obligation, ...values, due_date: dayOf(values.due_date) })}
      onClose={onClose}
    >
      <Textarea
        data-autofocus
        label={t('fulfilment.text')}
        autosize
        minRows={2}
        maxLength={2000}
        {...form.getInputProps('text')}
      />
      <NativeSelect
        label={t('fulfilment.side')}
        data={SIDES.map((value) => ({ value, label: t(`enums.Obligation.Side.${value}`) }))}
        {...form.getInputProps('side')}
      />
      <DateInput
        label={t('fulfilment.due')}
        value={form.values.due_date}
        error={errors.due_date}
        onChange={(value) => form.setFieldValue('due_date', value)}
      />
      <PersonPicker
        label={t('fulfilment.responsible')}
        value={form.values.responsible}
        error={errors.responsible}
        onChange={(value) => form.setFieldValue('responsible', value)}
      />
    </SaveDrawer>
  );
}
