import { ActionIcon, Loader, UnstyledButton } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CustomField, CustomValue, isBlank, useCustomFields } from '@/features/customFields';
import type { Counterparty } from '@/shared/api/types';
import { HiddenValue } from '@/shared/ui/HiddenValue';
import s from './Card.module.css';
import type { CardAccess } from './useAccess';
import type { Save } from './useCardSave';

// Editors are more code than the card itself; they come with the first edit.
const CustomForm = lazy(() => import('./CustomForm').then((module) => ({ default: module.CustomForm })));

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
          <Suspense fallback={<Loader size={16} />}>
            <CustomForm field={field} base={base} save={save} onDone={() => setBase(null)} />
          </Suspense>
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
