import { Button } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterparty, OwnerCascade } from '@/shared/api/types';
import { fieldErrors } from '@/shared/lib/errors';
import { toastError } from '@/shared/ui/toast';
import { prepared, starting } from '../fields/editing';
import { FieldEditor } from '../fields/FieldEditor';
import type { FieldId } from '../fields/fields';
import { same } from '../fields/merge';
import { OwnerCascadeNote } from '../fields/OwnerCascadeNote';
import s from './Card.module.css';
import type { Save } from './useCardSave';

interface Props {
  id: FieldId;
  /** The client as it was when the editing began. */
  base: Counterparty;
  label: string;
  save: Save;
  onDone: () => void;
  /** What is chosen is saved at once: a field of one choice needs no second click. */
  instant?: boolean;
}

export function FieldForm({ id, base, label, save, onDone, instant }: Props) {
  const { t } = useTranslation();
  const [value, setValue] = useState<unknown>(() => starting(id, base));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [saving, setSaving] = useState(false);
  const [cascade, setCascade] = useState<OwnerCascade[]>([]);
  const trap = useFocusTrap();
  const submit = async (given = value) => {
    const clean = prepared(id, given);
    if (same(clean, base[id])) return onDone();
    setSaving(true);
    try {
      await save({ [id]: clean }, base, cascade);
      onDone();
    } catch (error) {
      const found = fieldErrors(error);
      setErrors(found);
      if (Object.keys(found).length === 0) toastError(error);
      setSaving(false);
    }
  };
  return (
    <form
      ref={trap}
      className={s.form}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onDone();
        }
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
      }}
    >
      <FieldEditor
        id={id}
        value={value}
        onChange={(next) => {
          setValue(next);
          if (instant) void submit(next);
        }}
        errors={errors}
        label={label}
        autoFocus
      />
      {id === 'owner' && <OwnerCascadeNote value={cascade} onChange={setCascade} />}
      {other(errors, id).map((text) => (
        <div key={text} className={s.error} role="alert">
          {text}
        </div>
      ))}
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

/** Refusals that name another field: shown under the form rather than lost. */
const other = (errors: Record<string, string>, id: FieldId) =>
  Object.entries(errors)
    .filter(([field]) => field.split('.')[0] !== id)
    .map(([, text]) => text);
