import { ActionIcon, Loader, UnstyledButton } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { HiddenValue } from '@/shared/ui/HiddenValue';
import { isEmpty } from '../fields/editing';
import { type FieldId, labelKey } from '../fields/fields';
import s from './Card.module.css';
import { FieldValue } from './FieldValue';
import type { CardAccess } from './useAccess';
import type { Save } from './useCardSave';

// Editors are more code than the card itself; they come with the first edit.
const FieldForm = lazy(() => import('./FieldForm').then((module) => ({ default: module.FieldForm })));

interface Props {
  id: FieldId;
  row: Counterparty;
  access: CardAccess;
  save: Save;
  /** Label over the value instead of beside it. */
  stacked?: boolean;
  /** The heading above says it already. */
  unlabelled?: boolean;
}

/** A field of the card: its value, and a click away its editor in the same place. */
export function FieldRow({ id, row, access, save, stacked, unlabelled }: Props) {
  const { t } = useTranslation();
  const [base, setBase] = useState<Counterparty | null>(null);
  const label = t(labelKey(id, row.kind));
  const right = access.field(id);
  const hidden = row.hidden_fields.includes(id);
  const empty = isEmpty(row[id]);
  const editable = right === 'WRITE' && !hidden;
  return (
    <div className={s.field} data-stacked={stacked || undefined} data-editing={base ? true : undefined}>
      <dt className={unlabelled ? 'visuallyHidden' : s.label}>{label}</dt>
      <dd className={s.value}>
        {base ? (
          <Suspense fallback={<Loader size={16} />}>
            <FieldForm id={id} base={base} label={label} save={save} onDone={() => setBase(null)} />
          </Suspense>
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
