import { ActionIcon, TextInput } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import s from './CardHead.module.css';
import type { Save } from './useCardSave';

interface Props {
  row: Counterparty;
  save: Save;
  onDone: () => void;
}

/** The card's title as a field. */
export function NameEditor({ row, save, onDone }: Props) {
  const { t } = useTranslation();
  const [base] = useState(row);
  const [name, setName] = useState(row.display_name);
  const [error, setError] = useState('');
  const submit = async () => {
    if (name.trim() === base.display_name) return onDone();
    try {
      await save({ display_name: name.trim() }, base);
      onDone();
    } catch (refusal) {
      setError(fieldErrors(refusal).display_name ?? errorText(refusal));
    }
  };
  return (
    <form
      className={s.nameForm}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextInput
        autoFocus
        className={s.nameInput}
        aria-label={t('fields.display_name')}
        value={name}
        error={error || undefined}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
      />
      <ActionIcon type="submit" variant="filled" color="brand" aria-label={t('ui.save')}>
        <IconCheck size={17} />
      </ActionIcon>
      <ActionIcon aria-label={t('ui.cancel')} onClick={onDone}>
        <IconX size={17} />
      </ActionIcon>
    </form>
  );
}
