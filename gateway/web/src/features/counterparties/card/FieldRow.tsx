import { ActionIcon, Button, UnstyledButton } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { fieldErrors } from '@/shared/lib/errors';
import { HiddenValue } from '@/shared/ui/HiddenValue';
import { toastError } from '@/shared/ui/toast';
import { FieldEditor } from '../fields/FieldEditor';
import { FIELDS, type FieldId, labelKey } from '../fields/fields';
import { same } from '../fields/merge';
import s from './Card.module.css';
import { FieldValue } from './FieldValue';
import type { CardAccess } from './useAccess';
import type { Save } from './useCardSave';

interface Props {
  id: FieldId;
  row: Counterparty;
  access: CardAccess;
  save: Save;
  /** Label over the value instead of beside it. */
  stacked?: boolean;
}

/** A field of the card: its value, and a click away its editor in the same place. */
export function FieldRow({ id, row, access, save, stacked }: Props) {
  const { t } = useTranslation();
  const [base, setBase] = useState<Counterparty | null>(null);
  const label = t(labelKey(id, row.kind));
  const right = access.field(id);
  const hidden = row.hidden_fields.includes(id);
  const empty = isEmpty(row[id]);
  const editable = right === 'WRITE' && !hidden;
  return (
    <div className={s.field} data-stacked={stacked || undefined} data-editing={base ? true : undefined}>
      <dt className={s.label}>{label}</dt>
      <dd className={s.value}>
        {base ? (
          <FieldForm id={id} base={base} label={label} save={save} onDone={() => setBase(null)} />
        ) : hidden && empty ? (
          <HiddenValue />
        ) : (
          <>
            {empty ? (
              <EmptyValue label={label} editable={editable} onEdit={() => setBase(row)} />
            ) : (
              <div className={s.shown}>
                <FieldValue id={id} row={row} label={label} />
              </div>
            )}
            {editable && !empty && (
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

function EmptyValue(props: { label: string; editable: boolean; onEdit: () => void }) {
  const { t } = useTranslation();
  if (!props.editable) return <span className={s.none}>—</span>;
  return (
    <UnstyledButton
      className={s.fill}
      aria-label={`${t('card.fill')}: ${props.label}`}
      onClick={props.onEdit}
    >
      <IconPlus size={14} aria-hidden />
      {t('card.fill')}
    </UnstyledButton>
  );
}

interface FormProps {
  id: FieldId;
  /** The client as it was when the editing began. */
  base: Counterparty;
  label: string;
  save: Save;
  onDone: () => void;
}

export function FieldForm({ id, base, label, save, onDone }: FormProps) {
  const { t } = useTranslation();
  const [value, setValue] = useState<unknown>(() => starting(id, base));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [saving, setSaving] = useState(false);
  const trap = useFocusTrap();
  const submit = async () => {
    const clean = prepared(id, value);
    if (same(clean, base[id])) return onDone();
    setSaving(true);
    try {
      await save({ [id]: clean }, base);
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
      <FieldEditor id={id} value={value} onChange={setValue} errors={errors} label={label} autoFocus />
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

const LISTS = new Set(['phones', 'emails', 'addresses', 'accounts']);

export function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (value && typeof value === 'object') return Object.values(value).every((part) => !part);
  return value === '' || value === null || value === undefined || value === 0;
}

/** An empty list opens with one blank entry to type into. */
function starting(id: FieldId, base: Counterparty): unknown {
  const value = base[id];
  if (!LISTS.has(FIELDS[id].editor) || !Array.isArray(value) || value.length > 0) return value;
  const blank = {
    phones: { number: '', extension: '', kind: '', comment: '' },
    emails: { address: '', comment: '' },
    addresses: { kind: '', text: '', postal_code: '', city: '' },
    accounts: { account: '', bic: '', correspondent_account: '', bank_name: '' },
  }[FIELDS[id].editor as 'phones'];
  return [blank];
}

/** Entries nobody filled in are not sent; an emptied compound field is none at all. */
export function prepared(id: FieldId, value: unknown): unknown {
  if (LISTS.has(FIELDS[id].editor) && Array.isArray(value)) {
    return value.filter((item) => !isBlankEntry(item));
  }
  if (value && typeof value === 'object' && !Array.isArray(value) && isEmpty(value)) return null;
  return typeof value === 'string' ? value.trim() : value;
}

/** A kind alone is no phone and no address. */
const isBlankEntry = (item: Record<string, unknown>) =>
  Object.entries(item).every(([key, part]) => key === 'kind' || !part);
