import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/shared/api/client';
import { errorText } from '@/shared/lib/errors';
import s from './Admin.module.css';

/** Why the server refused, unless the fields say so themselves. */
export function Refusal(props: { error: unknown; known: Record<string, unknown>; onRefresh: () => void }) {
  const { t } = useTranslation();
  if (!props.error) return null;
  if (props.error instanceof ApiError && props.error.reason.startsWith('STALE'))
    return (
      <div className={s.stale} role="alert">
        {t('adminUi.stale')}
        <Button size="compact-sm" variant="default" onClick={props.onRefresh}>
          {t('adminUi.refresh')}
        </Button>
      </div>
    );
  if (Object.keys(props.known).length > 0) return null;
  return (
    <div className={s.error} role="alert">
      {errorText(props.error)}
    </div>
  );
}
