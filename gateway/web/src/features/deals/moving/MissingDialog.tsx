import { Button, Group, Modal, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import type { DealInput, Missing } from '../api';
import { DealField, isFillable } from '../DealField';
import { Broken } from './Broken';
import s from './Missing.module.css';
import { needText } from './need';
import { breaksAgreement } from './refusals';

interface Props {
  stage: string;
  missing: readonly Missing[];
  saving: boolean;
  /** Why what was filled in was refused. */
  error?: unknown;
  onSave: (deal: Partial<DealInput>, override: string) => void;
  onClose: () => void;
}

/** What a stage asks for: what can be filled in here is; the rest is said. */
export default function MissingDialog({ stage, missing, saving, error, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const fields = [...new Set(missing.filter((one) => one.need === 'FIELD').map((one) => one.key))];
  const elsewhere = missing.some((one) => one.need !== 'FIELD' || !isFillable(one.key));
  // As long as something has to be done elsewhere nothing is saved, so nothing is asked for, either.
  const fillable = elsewhere ? [] : fields.filter(isFillable);
  const rest = elsewhere ? missing : [];
  const [values, setValues] = useState<Partial<DealInput>>({});
  const [override, setOverride] = useState('');
  const broken = breaksAgreement(error) ? error : undefined;
  const errors = broken ? {} : fieldErrors(error);
  const ready = rest.length === 0 && fillable.every((key) => hasValue(values[key as keyof DealInput]));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) onSave(values, override);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={stage ? t('deals.askedBy', { stage }) : t('deals.askedByWin')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {rest.length > 0 && (
            <section className={s.first} aria-label={t('deals.firstDo')}>
              <b>{t('deals.firstDo')}</b>
              <ul>
                {rest.map((one) => (
                  <li key={`${one.need} ${one.key} ${one.stage}`}>{needText(t, one)}</li>
                ))}
              </ul>
            </section>
          )}
          {fillable.map((key, index) => (
            <DealField
              key={key}
              field={key}
              autoFocus={index === 0}
              error={errors[key]}
              value={values[key as keyof DealInput]}
              onChange={(value) => setValues((before) => ({ ...before, [key]: value }))}
            />
          ))}
          {error !== undefined && !broken && !fillable.some((key) => errors[key]) && (
            <p className={s.refused} role="alert">
              {errorText(error)}
            </p>
          )}
          {broken && <Broken error={broken} value={override} onChange={setOverride} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            {rest.length === 0 && (
              <Button type="submit" loading={saving} disabled={!ready}>
                {t('deals.saveAndMove')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const hasValue = (value: unknown) =>
  value !== undefined && value !== null && value !== '' && (value as { amount?: string }).amount !== '';
