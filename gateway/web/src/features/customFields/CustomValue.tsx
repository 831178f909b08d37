import type { ReactNode } from 'react';
import { Tag } from '@/shared/ui/Tag';
import type { CustomField } from './api';
import s from './CustomFields.module.css';
import { customText } from './values';

/** How a filled value reads on a card or in a list. */
export function CustomValue({ field, value }: { field: CustomField; value: unknown }): ReactNode {
  if (field.type === 'LINK' && /^https?:\/\//i.test(String(value)))
    return (
      <a className="link ell" href={String(value)} target="_blank" rel="noreferrer">
        {String(value)
          .replace(/^https?:\/\//i, '')
          .replace(/\/$/, '')}
      </a>
    );
  if (field.type === 'MULTI_LIST' && Array.isArray(value))
    return (
      <span className={s.tags}>
        {value.map((id) => (
          <Tag key={String(id)}>{customText({ ...field, type: 'LIST' }, id)}</Tag>
        ))}
      </span>
    );
  return <span className={s.text}>{customText(field, value)}</span>;
}
