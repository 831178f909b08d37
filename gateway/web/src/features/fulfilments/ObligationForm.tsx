import { NativeSelect, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { PersonPicker } from '@/shared/ui/fields/pickers';
import { toastDone } from '@/shared/ui/toast';
import { dayOf, type Obligation, useSaveObligation } from './api';
import s from './Fulfilments.module.css';

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
  const submit = form.onSubmit((values) =>
    save.mutate(
      { known: obligation, ...values, due_date: dayOf(values.due_date) },
      {
        onSuccess: () => {
          toastDone(t('ui.saved'));
          onClose();
        },
        onError: (error) => form.setErrors(fieldErrors(error)),
      },
    ),
  );
  return (
    <FormDrawer
      title={t(obligation ? 'fulfilment.obligation' : 'fulfilment.promise')}
      size={420}
      action={t('ui.save')}
      saving={save.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {save.error && Object.keys(errors).length === 0 && (
        <div className={s.error} role="alert">
          {errorText(save.error)}
        </div>
      )}
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
    </FormDrawer>
  );
}
