import { Menu, UnstyledButton } from '@mantine/core';
import {
  IconArrowMerge,
  IconChecklist,
  IconDots,
  IconDownload,
  IconStatusChange,
  IconTag,
  IconTrash,
  IconUserShare,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { MOST_MERGED } from '@/features/merging';
import { useCan, useProfile } from '@/shared/session/session';
import { BulkAction as Action, bulkAction } from '@/shared/ui/BulkBar';
import type { BulkTarget } from '../bulk';
import { mayChangeMarket } from '../fields/fields';
import { ExportMenu } from './ExportMenu';

export type BulkAction =
  | 'segments'
  | 'owner'
  | 'market'
  | 'delete'
  | 'merge'
  | 'deal'
  | 'participants'
  | 'roles'
  | 'stage'
  | 'texts'
  | 'works';
const MORE = ['stage', 'participants', 'roles', 'texts', 'deal'] as const;
const MORE_LABELS = {
  stage: 'toStage',
  participants: 'toParticipants',
  roles: 'toRoles',
  texts: 'toTexts',
  deal: 'toDeal',
};

interface Props {
  selected: number;
  all: boolean;
  onAction: (action: BulkAction) => void;
  target: BulkTarget;
}

/** What can be done with the selected clients. */
export function BulkActions(props: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const { field_rights } = useProfile();
  return (
    <>
      {can('counterparties.merge') && !props.all && props.selected >= 2 && props.selected <= MOST_MERGED && (
        <Action icon={IconArrowMerge} label={t('list.merge')} onClick={() => props.onAction('merge')} />
      )}
      {can('counterparties.bulk') && (
        <>
          <Action icon={IconTag} label={t('list.toSegments')} onClick={() => props.onAction('segments')} />
          <Action icon={IconUserShare} label={t('list.toOwner')} onClick={() => props.onAction('owner')} />
          {mayChangeMarket(field_rights) && (
            <Action
              icon={IconStatusChange}
              label={t('list.toMarket')}
              onClick={() => props.onAction('market')}
            />
          )}
          <More onAction={props.onAction} />
          {can('counterparties.delete') && (
            <Action icon={IconTrash} label={t('ui.delete')} onClick={() => props.onAction('delete')} />
          )}
        </>
      )}
      {can('works.assign') && (
        <Action icon={IconChecklist} label={t('list.toWorks')} onClick={() => props.onAction('works')} />
      )}
      {can('counterparties.export') && (
        <ExportMenu target={props.target}>
          {(loading) => (
            <UnstyledButton className={bulkAction} data-loading={loading || undefined}>
              <IconDownload size={17} aria-hidden />
              {t('list.export')}
            </UnstyledButton>
          )}
        </ExportMenu>
      )}
    </>
  );
}

/** What is wanted more seldom. */
function More({ onAction }: Pick<Props, 'onAction'>) {
  const { t } = useTranslation();
  return (
    <Menu position="top">
      <Menu.Target>
        <UnstyledButton className={bulkAction}>
          <IconDots size={17} aria-hidden />
          {t('list.toMore')}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {MORE.map((action) => (
          <Menu.Item key={action} onClick={() => onAction(action)}>
            {t(`list.${MORE_LABELS[action]}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
