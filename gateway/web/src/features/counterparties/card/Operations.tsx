import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { toastDone } from '@/shared/ui/toast';
import { FieldEditor } from '../fields/FieldEditor';
import { type FieldId, labelKey, missingForExisting } from '../fields/fields';
import s from './Card.module.css';
import type { Operation } from './CardHead';
import type { Save } from './useCardSave';

interface Props {
  operation: Exclude<Operation, 'merge'>;
  row: Counterparty;
  save: Save;
  onClose: () => void;
}

/** The fields an operation asks for, and what else it changes. */
function plan(
  operation: Props['operation'],
  row: Counterparty,
): { ids: FieldId[]; fixed: Record<string, unknown> } {
  switch (operation) {
    case 'segments':
      return { ids: ['segments'], fixed: {} };
    case 'owner':
      return { ids: ['owner'], fixed: {} };
    case 'existing':
      return { ids: missingForExisting(row), fixed: { market_state: 'EXISTING' } };
    case 'potential':
      return { ids: [], fixed: { market_state: 'POTENTIAL' } };
    default:
      return { ids: [], fixed: {} };
  }
}

/** An operation of the card's menu: asks only for what is missing. */
export function OperationDialog({ operation, row, save, onClose }: Props) {
  const { t } = useTranslation();
  const [base] = useState(row);
  const { ids, fixed } = plan(operation, base);
  const [values, setValues] = useState<Record<string, unknown>>(() =>
    Object.fromEntries(ids.map((id) => [id, base[id]])),
  );
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState('');
  const [saving, setSaving] = useState(false);
  const submit = async () => {
    setSaving(true);
    setRefusal('');
    try {
      await save({ ...values, ...fixed }, base);
      toastDone(t(`card.operationDone.${operation}`));
      onClose();
    } catch (error) {
      const found = fieldErrors(error);
      setErrors(found);
      if (!ids.some((id) => found[id])) setRefusal(errorText(error));
      setSaving(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`card.operation.${operation}`)}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="md">
          <p className={s.text}>
            {t(
              operation === 'existing' && ids.length > 0 ? 'card.existingMissing' : `card.hint.${operation}`,
            )}
          </p>
          {ids.map((id, index) => (
            <FieldEditor
              key={id}
              id={id}
              labelled
              label={t(labelKey(id, base.kind))}
              value={values[id]}
              errors={errors}
              autoFocus={index === 0}
              onChange={(value) => setValues({ ...values, [id]: value })}
            />
          ))}
          {refusal && (
            <div className={s.error} role="alert">
              {refusal}
            </div>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={saving}>
              {ids.length > 0 && operation !== 'existing' ? t('ui.save') : t(`card.operation.${operation}`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
