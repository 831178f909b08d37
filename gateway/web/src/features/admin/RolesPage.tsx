import { Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { everybodyQuery, rolesQuery } from './api';
import { holdersOf, type Role } from './matrix';
import { RoleEditor } from './parts/RoleEditor';
import { RoleNameModal } from './parts/RoleNameModal';
import s from './parts/Roles.module.css';

const GROUPS = [
  { title: 'adminUi.roles.builtInGroup', has: (role: Role) => role.built_in !== '' },
  { title: 'adminUi.roles.ownGroup', has: (role: Role) => role.built_in === '' },
];

/** What people may do: roles at the left, the chosen one's rights at the right. */
export function RolesPage() {
  const can = useCan();
  if (!can('roles.read')) return <NoRight permission="roles.read" />;
  return <Roles />;
}

function Roles() {
  const { t } = useTranslation();
  const can = useCan();
  const list = useQuery(rolesQuery);
  const people = useQuery({ ...everybodyQuery, enabled: can('users.read') }).data ?? [];
  // In the address: a link to a role works, and leaving one with unsaved changes is a navigation.
  const { role: chosen } = useSearch({ from: '/admin/roles' });
  const navigate = useNavigate({ from: '/admin/roles' });
  const setChosen = (name: string) => void navigate({ search: { role: name ? idOf(name) : undefined } });
  const [creating, setCreating] = useState(false);
  if (list.isPending) return <PageSkeleton />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const roles = list.data;
  const role = roles.find((one) => idOf(one.name) === chosen) ?? roles[0];
  return (
    <div className={s.page}>
      <PageHead title={t('adminUi.roles.title')}>
        {can('roles.write') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
            {t('adminUi.roles.create')}
          </Button>
        )}
      </PageHead>
      {list.isError && <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />}
      <div className={s.split}>
        <nav className={s.list} aria-label={t('adminUi.roles.label')}>
          {GROUPS.map(({ title, has }) => {
            const members = roles.filter(has);
            if (members.length === 0) return null;
            return (
              <div key={title} className={s.group}>
                <h2 className={s.groupTitle}>{t(title)}</h2>
                {members.map((one) => (
                  <button
                    key={one.name}
                    type="button"
                    className={s.item}
                    aria-current={one.name === role?.name ? 'true' : undefined}
                    onClick={() => setChosen(one.name)}
                  >
                    <span className={s.itemName}>{one.display_name}</span>
                    <span className={s.itemCount}>{holdersOf(people, one.name).length}</span>
                  </button>
                ))}
              </div>
            );
          })}
        </nav>
        <Select
          className={s.pick}
          aria-label={t('adminUi.roles.label')}
          data={roles.map((one) => ({ value: one.name, label: one.display_name }))}
          value={role?.name ?? null}
          onChange={(value) => value && setChosen(value)}
          allowDeselect={false}
        />
        {role && (
          <RoleEditor
            key={role.name}
            role={role}
            roles={roles}
            holders={holdersOf(people, role.name)}
            writes={can('roles.write')}
            onChosen={setChosen}
          />
        )}
      </div>
      {creating && (
        <RoleNameModal onClose={() => setCreating(false)} onCreated={(made) => setChosen(made.name)} />
      )}
    </div>
  );
}
