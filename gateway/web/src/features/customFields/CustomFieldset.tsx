import type { Counterparty } from '@/shared/api/types';
import { type Resource, useCustomFields } from './api';
import { CustomInput } from './CustomInput';
import type { Values } from './values';

interface Props {
  resource: Resource;
  kind?: Counterparty['kind'];
  values: Values;
  errors: Record<string, string>;
  onChange: (values: Values) => void;
}

/** The inputs of all custom fields of a record, for a form to lay out. */
export function CustomInputs({ resource, kind, values, errors, onChange }: Props) {
  const fields = useCustomFields(resource, kind);
  return fields.map((field) => (
    <CustomInput
      key={field.key}
      labelled
      field={field}
      value={values[field.key] ?? null}
      error={errors[`custom_fields.${field.key}`]}
      onChange={(value) => onChange({ ...values, [field.key]: value })}
    />
  ));
}
