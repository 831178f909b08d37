import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDevices,
  IconDoorExit,
  IconDots,
  IconEye,
  IconLink,
  IconLock,
  IconLockOpen,
  IconPencil,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { User } from '@/shared/api/types';
import { ago, dateTime } from '@/shared/lib/format';
import { useCan, useProfile } from '@/shared/session/session';
import { startViewing } from '@/shared/session/viewing';
import { Ava } from '@/shared/ui/Ava';
import { Tag } from '@/shared/ui/Tag';
import { toastError } from '@/shared/ui/toast';
import { useRoleNames } from '../api';
import { type OrgUnit, pathLabel } from '../orgTree';
import s from './Admin.module.css';
import type { UserAction } from './UserDialogs';

const TONE: Record<string, string> = { ACTIVE: 'green', INVITED: 'blue', DISABLED: 'gray' };
const FEW = 2;

interface Props {
  users: User[];
  units: OrgUnit[];
  /** They belong to the filter before. */
  stale: boolean;
  writes: boolean;
  onOpen: (user: User) => void;
  onAction: (action: UserAction) => void;
}

export function UsersTable({ users, units, stale, writes, onOpen, onAction }: Props) {
  const { t } = useTranslation();
  const roles = useRoleNames();
  const me = useProfile().user?.name;
  return (
    <table className={s.table} aria-label={t('adminUi.users.label')} aria-busy={stale}>
      <thead>
        <tr>
          <th>{t('adminUi.users.name')}</th>
          <th className={s.wideOnly}>{t('adminUi.users.unit')}</th>
          <th>{t('adminUi.users.roles')}</th>
          <th>{t('adminUi.users.state')}</th>
          <th className={s.wideOnly}>{t('adminUi.users.lastSignIn')}</th>
          {writes && <th aria-label={t('adminUi.users.edit')} />}
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.name} className={s.row} data-off={user.state === 'DISABLED' || undefined}>
            <td>
              <div className={s.who}>
                <Ava name={user.display_name} size="m" />
                <div className={s.words}>
                  <button type="button" className={s.name} onClick={() => onOpen(user)}>
                    <span className="ell">{user.display_name}</span>
                    {user.name === me && (
                      <span className={s.you}>
                        <Tag size="s">{t('adminUi.users.you')}</Tag>
                      </span>
                    )}
                  </button>
                  <span className={s.sub}>{[user.job_title, user.login].filter(Boolean).join(' · ')}</span>
                </div>
              </div>
            </td>
            <td className={`${s.sub} ${s.wideOnly}`}>{pathLabel(units, user.org_unit)}</td>
            <td>
              <RoleTags user={user} roles={roles} />
            </td>
            <td>
              <Tag color={TONE[user.state]} dot>
                {t(`adminUi.users.stateOne.${user.state}`)}
              </Tag>
            </td>
            <td
              className={`${s.sub} ${s.wideOnly}`}
              title={user.last_sign_in_time ? dateTime(user.last_sign_in_time) : ''}
            >
              {user.last_sign_in_time ? ago(user.last_sign_in_time) : t('adminUi.users.never')}
            </td>
            {writes && (
              <td className={s.menu}>
                <RowMenu user={user} own={user.name === me} onOpen={onOpen} onAction={onAction} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RoleTags({ user, roles }: { user: User; roles: Map<string, string> }) {
  const { t } = useTranslation();
  const names = [...new Set(user.assignments.map((one) => roles.get(one.role) ?? '…'))];
  if (names.length === 0) return <Tag color="yellow">{t('adminUi.users.noRoles')}</Tag>;
  return (
    <span className={s.tags} title={names.join(', ')}>
      {names.slice(0, FEW).map((name) => (
        <Tag key={name}>{name}</Tag>
      ))}
      {names.length > FEW && <Tag>{t('adminUi.users.moreRoles', { n: names.length - FEW })}</Tag>}
    </span>
  );
}

interface MenuProps extends Pick<Props, 'onOpen' | 'onAction'> {
  user: User;
  own: boolean;
}

function RowMenu({ user, own, onOpen, onAction }: MenuProps) {
  const { t } = useTranslation();
  const can = useCan();
  const off = user.state === 'DISABLED';
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon className={s.menuInner} aria-label={t('adminUi.actions', { name: user.display_name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onOpen(user)}>
          {t('adminUi.users.edit')}
        </Menu.Item>
        {!off && (
          <Menu.Item leftSection={<IconLink size={16} />} onClick={() => onAction({ kind: 'invite', user })}>
            {t('adminUi.users.invite')}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconDevices size={16} />}
          onClick={() => onAction({ kind: 'sessions', user })}
        >
          {t('adminUi.users.sessions')}
        </Menu.Item>
        {!own && user.state === 'ACTIVE' && can('users.view_as') && (
          <Menu.Item
            leftSection={<IconEye size={16} />}
            onClick={() => void startViewing(user.name).catch(toastError)}
          >
            {t('adminUi.users.viewAs')}
          </Menu.Item>
        )}
        {!own && (
          <>
            <Menu.Divider />
            <Menu.Item
              color={off ? undefined : 'red'}
              leftSection={off ? <IconLockOpen size={16} /> : <IconLock size={16} />}
              onClick={() => onAction({ kind: off ? 'enable' : 'disable', user })}
            >
              {t(off ? 'adminUi.users.enable' : 'adminUi.users.disable')}
            </Menu.Item>
            {can('counterparties.bulk') && (
              <Menu.Item
                color="red"
                leftSection={<IconDoorExit size={16} />}
                onClick={() => onAction({ kind: 'offboard', user })}
              >
                {t(off ? 'adminUi.users.handOver' : 'adminUi.users.offboard')}
              </Menu.Item>
            )}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
