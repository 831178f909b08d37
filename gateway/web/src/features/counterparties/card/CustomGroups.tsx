import { ActionIcon, Button, UnstyledButton } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type CustomField,
  CustomInput,
  CustomValue,
  isBlank,
  useCustomFields,
  valueToSend,
} from '@/features/customFields';
import type { Counterparty } from '@/shared/api/types';
import { fieldErrors } from '@/shared/lib/errors';
import { HiddenValue } from '@/shared/ui/HiddenValue';
import { toastError } from '@/shared/ui/toast';
import { same } from '../fields/merge';
import s from './Card.module.css';
import type { CardAccess } from './useAccess';
import type { Save } from './useCardSave';

interface Props {
  row: Counterparty;
  access: CardAccess;
  save: Save;
}

/** The tenant's own fields, under the headings it gave them. */
export function CustomGroups({ row, access, save }: Props) {
  const { t } = useTranslation();
  const fields = useCustomFields('COUNTERPARTY', row.kind);
  const groups = [...new Set(fields.map((field) => field.group))];
  return groups.map((group) => (
    <section key={group} className={s.group}>
      <h2 className={s.heading}>{group || t('custom.group')}</h2>
      <dl className={s.fields}>
        {fields
          .filter((field) => field.group === group)
          .map((field) => (
            <CustomRow key={field.key} field={field} row={row} access={access} save={save} />
          ))}
      </dl>
    </section>
  ));
}

function CustomRow({ field, row, access, save }: Props & { field: CustomField }) {
  const { t } = useTranslation();
  const [base, setBase] = useState<Counterparty | null>(null);
  const value = row.custom_fields?.[field.key];
  const hidden = row.hidden_fields.includes('custom_fields');
  const editable = access.field('custom_fields') === 'WRITE' && !hidden;
  const label = field.display_name;
  return (
    <div className={s.field} data-editing={base ? true : undefined}>
      <dt className={s.label} title={field.description || undefined}>
        {label}
      </dt>
      <dd className={s.value}>
        {base ? (
          <CustomForm field={field} base={base} save={save} onDone={() => setBase(null)} />
        ) : hidden ? (
          <HiddenValue />
        ) : isBlank(value) ? (
          editable ? (
            <UnstyledButton
              className={s.fill}
              aria-label={`${t('card.fill')}: ${label}`}
              onClick={() => setBase(row)}
            >
              <IconPlus size={14} aria-hidden />
              {t('card.fill')}
            </UnstyledButton>
          ) : (
            <span className={s.none}>—</span>
          )
        ) : (
          <>
            <div className={s.shown}>
              <CustomValue field={field} value={value} />
            </div>
            {editable && (
              <ActionIcon
                size={26}
                className={s.pencil}
                aria-label={`${t('ui.edit')}: ${label}`}
                onClick={() => setBase(row)}
              >
                <IconPencil size={15} />
              </ActionIcon>
            )}
          </>
        )}
      </dd>
    </div>
  );
}

interface FormProps {
  field: CustomField;
  /** The client as it was when the editing began. */
  base: Counterparty;
  save: Save;
  onDone: () => void;
}

function CustomForm({ field, base, save, onDone }: FormProps) {
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
