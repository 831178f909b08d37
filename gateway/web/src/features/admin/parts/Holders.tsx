import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '@/shared/api/types';
import { count } from '@/shared/lib/format';
import { orgUnitsQuery } from '@/shared/session/directory';
import { Ava } from '@/shared/ui/Ava';
import { pathLabel } from '../orgTree';
import m from './Matrix.module.css';
import s from './Roles.module.css';

const FEW = 12;

/** Everybody whom a change of the role will touch. */
export function Holders({ holders }: { holders: User[] }) {
  const { t } = useTranslation();
  const units = useQuery(orgUnitsQuery).data ?? [];
  const [all, setAll] = useState(false);
  const shown = all ? holders : holders.slice(0, FEW);
  return (
    <div className={m.block}>
      <h3 className={m.title}>{t('adminUi.roles.holders')}</h3>
      <p className={m.hint}>
        {holders.length === 0
          ? t('adminUi.roles.noHolders')
          : t('adminUi.people', { count: holders.length, n: count(holders.length) })}
      </p>
      <ul className={s.holders}>
        {shown.map((user) => (
          <li key={user.name} className={s.holder}>
            <Ava name={user.display_name} size="m" />
            <span className={s.holderWords}>
              <span className="ell">{user.display_name}</span>
              <span className={s.holderUnit}>{pathLabel(units, user.org_unit)}</span>
            </span>
          </li>
        ))}
      </ul>
      {holders.length > shown.length && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t('adminUi.more')}
        </Button>
      )}
    </div>
  );
}
