import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonsQuery } from '../api';
import { useSaveReason } from './api';
import { Entries } from './Entries';

const ReasonDrawer = lazy(() => import('./ReasonDrawer'));

export function Reasons({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Entries
      tabs={tabs}
      label={t('leads.setup.reasons')}
      query={useQuery(reasonsQuery)}
      save={useSaveReason()}
      titleOf={(reason) => reason.display_name}
      noteOf={(reason) => reason.comment_required && t('leads.setup.needsComment')}
      more={{
        title: t('leads.setup.applies'),
        cell: (reason) => t(`enums.LossReason.Applies.${reason.applies}`),
      }}
      drawer={(reason, close) => <ReasonDrawer reason={reason} onClose={close} />}
    />
  );
}
