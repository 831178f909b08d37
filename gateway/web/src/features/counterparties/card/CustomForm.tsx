import { Button } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CustomField, valueToSend } from '@/features/customFields';
import { CustomInput } from '@/features/customFields/CustomInput';
import type { Counterparty } from '@/shared/api/types';
import { fieldErrors } from '@/shared/lib/errors';
import { toastError } from '@/shared/ui/toast';
import { same } from '../fields/merge';
import s from './Card.module.css';
import type { Save } from './useCardSave';

interface FormProps {
  field: CustomField;
  /** The client as it was when the editing began. */
  base: Counterparty;
  save: Save;
  onDone: () => void;
}

export function CustomForm({ field, base, save, onDone }: FormProps) {
  const { t } = useTranslation();
  const before = base.custom_fields?.[field.key] ?? null;
  const [value, setValue] = useState<unknown>(before);
  const [error, setError] = useState('');
  const [saving, setSaving] = useState(false);
  const trap = useFocusTrap();
  const submit = async () => {
    const sent = valueToSend(field, value);
    if (same(sent, before)) return onDone();
    setSaving(true);
    try {
      await save({ custom_fields: { [field.key]: sent } }, base);
      onDone();
    } catch (refusal) {
      const text = Object.values(fieldErrors(refusal))[0];
      if (text) setError(text);
      else toastError(refusal);
      setSaving(false);
    }
  };
  return (
    <form
      ref={trap}
      noValidate
      className={s.form}
      aria-label={field.display_name}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDone();
      }}
    >
      <CustomInput field={field} value={value} onChange={setValue} error={error} autoFocus />
      <div className={s.formButtons}>
        <Button type="submit" size="compact-sm" loading={saving}>
          {t('ui.save')}
        </Button>
        <Button variant="subtle" color="gray" size="compact-sm" onClick={onDone}>
          {t('ui.cancel')}
        </Button>
      </div>
    </form>
  );
}
