import { type CustomField, CustomValue, isBlank } from '@/features/customFields';
import type { Counterparty } from '@/shared/api/types';
import type { Column } from '@/shared/ui/data-grid/columns';
import { HiddenValue } from '@/shared/ui/HiddenValue';
import s from './List.module.css';

/** Columns of the tenant's own fields, offered by the chooser. */
export const customColumns = (fields: readonly CustomField[]): Column<Counterparty>[] =>
  fields
    .filter((field) => field.in_list)
    .map((field) => ({
      id: `custom_fields.${field.key}`,
      title: field.display_name,
      width: 160,
      optional: true,
      cell: (row) => {
        const value = row.custom_fields?.[field.key];
        if (row.hidden_fields.includes('custom_fields')) return <HiddenValue />;
        return isBlank(value) ? (
          <span className={s.none}>—</span>
        ) : (
          <CustomValue field={field} value={value} />
        );
      },
    }));
