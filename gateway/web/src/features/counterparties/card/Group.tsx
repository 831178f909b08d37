import type { ReactNode } from 'react';
import type { Counterparty } from '@/shared/api/types';
import { type FieldId, fieldsFor } from '../fields/fields';
import s from './Card.module.css';
import { FieldRow } from './FieldRow';
import type { CardAccess } from './useAccess';
import type { Save } from './useCardSave';

interface Props {
  title: string;
  ids: readonly FieldId[];
  row: Counterparty;
  access: CardAccess;
  save: Save;
  stacked?: boolean;
  children?: ReactNode;
}

/** Fields that belong together, under a heading. */
export function Group({ title, ids, row, access, save, stacked, children }: Props) {
  return (
    <section className={s.group}>
      <h2 className={s.heading}>{title}</h2>
      <dl className={s.fields}>
        {fieldsFor(ids, row.kind).map((id) => (
          <FieldRow
            key={id}
            id={id}
            row={row}
            access={access}
            save={save}
            stacked={stacked}
            unlabelled={stacked && ids.length === 1}
          />
        ))}
      </dl>
      {children}
    </section>
  );
}
