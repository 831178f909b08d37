import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '@/shared/api/types';
import { ago, date, dateTime } from '@/shared/lib/format';
import { usersQuery } from '@/shared/session/directory';
import { Tag } from '@/shared/ui/Tag';
import s from './Admin.module.css';

interface Props {
  keys: ApiKey[];
  onRevoke: (key: ApiKey) => void;
}

export function KeysTable({ keys, onRevoke }: Props) {
  const { t } = useTranslation();
  const people = useQuery(usersQuery([...new Set(keys.map((key) => key.user).filter(Boolean))])).data ?? [];
  const names = new Map(people.map((user) => [user.name, user.display_name]));
  return (
    <table className={s.table} aria-label={t('adminUi.keys.label')}>
      <thead>
        <tr>
          <th>{t('adminUi.keys.name')}</th>
          <th className={s.wideOnly}>{t('adminUi.keys.user')}</th>
          <th>{t('adminUi.keys.scopes')}</th>
          <th>{t('adminUi.keys.expires')}</th>
          <th>{t('adminUi.keys.lastUse')}</th>
          <th aria-label={t('adminUi.keys.revoke')} />
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.name} className={s.row}>
            <td>
              <div className={s.words}>
                <b>{key.display_name}</b>
                <span className={`${s.sub} mono`}>{key.prefix}…</span>
              </div>
            </td>
            <td className={s.wideOnly}>{names.get(key.user) ?? '…'}</td>
            <td title={key.scopes.map((one) => t(`permissions.${one}`)).join(', ')}>
              {t('adminUi.keys.scopesCount', { count: key.scopes.length })}
            </td>
            <td>
              <Expiry value={key.expire_time} />
            </td>
            <td className={s.sub} title={key.last_use_time ? dateTime(key.last_use_time) : ''}>
              {key.last_use_time ? ago(key.last_use_time) : t('adminUi.keys.neverUsed')}
            </td>
            <td className={s.menu}>
              <Button variant="subtle" color="red" onClick={() => onRevoke(key)}>
                {t('adminUi.keys.revoke')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Expiry({ value }: { value: string | null }) {
  const { t } = useTranslation();
  if (!value) return <span className="mut2">{t('adminUi.keys.forever')}</span>;
  if (new Date(value) < new Date())
    return <Tag color="red">{t('adminUi.keys.expired', { date: date(value) })}</Tag>;
  return <span className="mut2">{t('adminUi.keys.until', { date: date(value) })}</span>;
}
