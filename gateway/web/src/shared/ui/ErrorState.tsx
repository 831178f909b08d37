import { Button } from '@mantine/core';
import { IconCloudOff, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import { errorText } from '../lib/errors';
import { EmptyState } from './EmptyState';
import { NoRight } from './NoRight';
import { NotFound } from './NotFound';
import s from './states.module.css';

/** Why a screen has nothing to show, and a way on. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const problem = error instanceof ApiError ? error.problem : undefined;
  if (problem?.status === 403) return <NoRight permission={problem.metadata?.permission} />;
  if (problem?.status === 404) return <NotFound />;
  return (
    <EmptyState
      icon={problem?.status === 0 ? IconCloudOff : IconPlugConnectedX}
      tone="red"
      title={t('ui.failed')}
      hint={errorText(error)}
    >
      {retry && <Button onClick={retry}>{t('ui.retry')}</Button>}
      {problem?.request_id && <div className={s.request}>{t('ui.request', { id: problem.request_id })}</div>}
    </EmptyState>
  );
}
