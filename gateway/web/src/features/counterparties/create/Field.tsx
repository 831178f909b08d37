import { useTranslation } from 'react-i18next';
import { FieldEditor } from '../fields/FieldEditor';
import { type FieldId, labelKey } from '../fields/fields';
import s from './Create.module.css';
import type { Draft } from './draft';

const WIDE = new Set<FieldId>([
  'display_name',
  'person_name',
  'full_name',
  'phones',
  'emails',
  'addresses',
  'bank_accounts',
  'passport',
  'comment',
  'particulars',
  'roles',
]);
const GROUPED = new Set<FieldId>(['phones', 'emails', 'addresses', 'bank_accounts', 'roles']);

interface FieldProps {
  id: FieldId;
  draft: Draft;
  errors: Record<string, string>;
  onChange: (patch: Partial<Draft>) => void;
}

/** One field of a form, as wide as it needs, with its name over it. */
export function Field({ id, draft, errors, onChange }: FieldProps) {
  const { t } = useTranslation();
  const label = t(labelKey(id, draft.kind));
  const value = draft[id] ?? emptyOf(id);
  const editor = (
    <FieldEditor
      id={id}
      labelled
      label={label}
      value={value}
      errors={errors}
      onChange={(next) => onChange({ [id]: next })}
    />
  );
  if (!GROUPED.has(id)) return <div className={WIDE.has(id) ? s.wide : undefined}>{editor}</div>;
  return (
    <div className={s.wide} role="group" aria-label={label}>
      <div className={s.label}>{label}</div>
      {editor}
      {errors[id] && <div className={s.fieldError}>{errors[id]}</div>}
    </div>
  );
}

const LISTS = new Set<FieldId>([
  'phones',
  'emails',
  'addresses',
  'bank_accounts',
  'segments',
  'roles',
  'participants',
]);
const NULLS = new Set<FieldId>(['person_name', 'passport', 'capital', 'registration_date', 'birth_date']);
const emptyOf = (id: FieldId) => (LISTS.has(id) ? [] : NULLS.has(id) ? null : '');
