import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '@/shared/api/client';
import { errorText, reasonText } from '@/shared/lib/errors';
import { useCan } from '@/shared/session/session';
import s from './Missing.module.css';

interface Props {
  error: ApiError;
  /** Why it may. */
  value: string;
  onChange: (comment: string) => void;
}

/** How a deal would break its agreement; who has the right lets it, and says why. */
export function Broken({ error, value, onChange }: Props) {
  const { t } = useTranslation();
  const may = useCan()('agreements.override');
  const fields = error.problem.fields ?? [];
  return (
    <section className={s.first} role="alert">
      <b>{errorText(error)}</b>
      <ul>
        {[...new Set(fields.map(({ reason }) => reason))].map((reason) => (
          <li key={reason}>{reasonText(reason, error.problem.metadata)}</li>
        ))}
      </ul>
      {may ? (
        <TextInput
          required
          mt="xs"
          label={t('deals.override')}
          maxLength={1000}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <p className={s.ask}>{t('deals.askOverride')}</p>
      )}
    </section>
  );
}
