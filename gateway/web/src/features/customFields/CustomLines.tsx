import type { Resource } from './api';
import { useCustomFields } from './api';
import s from './CustomFields.module.css';
import { CustomValue } from './CustomValue';
import { isBlank, type Values } from './values';

/** Filled values in a few lines, where a record is one of many. */
export function CustomLines({ resource, values }: { resource: Resource; values: Values | null }) {
  const filled = useCustomFields(resource).filter((field) => !isBlank(values?.[field.key]));
  if (filled.length === 0) return null;
  return (
    <dl className={s.lines}>
      {filled.map((field) => (
        <div key={field.key} className={s.line}>
          <dt>{field.display_name}</dt>
          <dd>
            <CustomValue field={field} value={values?.[field.key]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
