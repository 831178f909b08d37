import { Menu, UnstyledButton } from '@mantine/core';
import {
  IconArrowMerge,
  IconDots,
  IconDownload,
  IconStatusChange,
  IconTag,
  IconTrash,
  IconUserShare,
  IconX,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_MERGED } from '@/features/merging';
import { count } from '@/shared/lib/format';
import { useCan, useProfile } from '@/shared/session/session';
import type { BulkTarget } from '../bulk';
import { mayChangeMarket } from '../fields/fields';
import s from './BulkBar.module.css';
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
  | 'texts';
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
  /** More than the server counted so far. */
  atLeast: boolean;
  all: boolean;
  total: string;
  onAll: () => void;
  onClear: () => void;
  onAction: (action: BulkAction) => void;
  target: BulkTarget;
}

/** What can be done with the selected rows; floats over the list's end. */
export function BulkBar(props: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const { field_rights } = useProfile();
  const shown = count(props.selected) + (props.atLeast ? '+' : '');
  return (
    <div className={s.bar} role="toolbar" aria-label={t('list.bulk')}>
      <span className={s.count} aria-live="polite">
        {t('list.selected', { count: props.selected, shown })}
      </span>
      {!props.all && (
        <UnstyledButton className={s.link} onClick={props.onAll}>
          {t('list.selectAllFound', { total: props.total })}
        </UnstyledButton>
      )}
      <span className={s.line} />
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
      {can('counterparties.export') && (
        <ExportMenu target={props.target}>
          {(loading) => (
            <UnstyledButton className={s.action} data-loading={loading || undefined}>
              <IconDownload size={17} aria-hidden />
              {t('list.export')}
            </UnstyledButton>
          )}
        </ExportMenu>
      )}
      <UnstyledButton className={s.action} aria-label={t('list.clearSelection')} onClick={props.onClear}>
        <IconX size={17} />
      </UnstyledButton>
    </div>
  );
}

/** What is wanted more seldom. */
function More({ onAction }: Pick<Props, 'onAction'>) {
  const { t } = useTranslation();
  return (
    <Menu position="top">
      <Menu.Target>
        <UnstyledButton className={s.action}>
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

interface ActionProps {
  icon: ComponentType<{ size?: number }>;
  label: string;
  onClick: () => void;
}

const Action = ({ icon: Icon, label, onClick }: ActionProps) => (
  <UnstyledButton className={s.action} onClick={onClick}>
    <Icon size={17} />
    {label}
  </UnstyledButton>
);
