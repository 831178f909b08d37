import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/shared/ui/Tag';
import { statusesQuery } from '../api';
import { useSaveStatus } from './api';
import { Entries } from './Entries';

const StatusDrawer = lazy(() => import('./StatusDrawer'));

export function Statuses({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Entries
      tabs={tabs}
      label={t('leads.setup.statuses')}
      query={useQuery(statusesQuery)}
      save={useSaveStatus()}
      titleOf={(status) => <Tag color={status.color}>{status.display_name}</Tag>}
      noteOf={(status) => status.archived && t('leads.setup.archived')}
      drawer={(status, close) => <StatusDrawer status={status} onClose={close} />}
    />
  );
}
