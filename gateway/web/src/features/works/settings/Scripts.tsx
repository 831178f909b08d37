import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionNames } from './ActionsPicker';
import { Entries } from './Entries';
import { scriptsQuery, useSaveScript } from './entries';

const ScriptDrawer = lazy(() => import('./ScriptDrawer'));

/** What to say or write, step by step. */
export default function Scripts({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Entries
      plain
      tabs={tabs}
      label={t('workSetup.scripts')}
      query={useQuery(scriptsQuery)}
      turn={useSaveScript().mutate}
      more={[
        { title: t('workSetup.forActions'), cell: ({ actions }) => <ActionNames of={actions} /> },
        {
          title: t('workSetup.steps'),
          cell: ({ steps }) => t('workSetup.stepCount', { count: steps.length }),
        },
      ]}
      drawer={(script, close) => <ScriptDrawer script={script} onClose={close} />}
    />
  );
}
