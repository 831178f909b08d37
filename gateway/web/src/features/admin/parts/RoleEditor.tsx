import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconLock, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '@/shared/api/types';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import { UnsavedGuard } from '@/shared/ui/UnsavedGuard';
import { useCreateRole, useDeleteRole, useUpdateRole } from '../api';
import { copyName, type FieldRight, isLocked, type Role, type Rule, sameRights, sameRules } from '../matrix';
import { FieldMatrix } from './FieldMatrix';
import { Holders } from './Holders';
import { PermissionMatrix } from './PermissionMatrix';
import { Refusal } from './Refusal';
import { RoleNameModal } from './RoleNameModal';
import s from './Roles.module.css';

interface Props {
  role: Role;
  roles: Role[];
  holders: User[];
  writes: boolean;
  onChosen: (name: string) => void;
}

interface Draft {
  rules: Rule[];
  rights: FieldRight[];
  /** What the draft was made from: another version on the server is a conflict. */
  etag: string;
}

/** One role's rights; nothing is saved until asked, as the change hits everybody who has the role. */
export function RoleEditor({ role, roles, holders, writes, onChosen }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft | null>(null);
  const update = useUpdateRole();
  const rules = draft?.rules ?? role.rules;
  const rights = draft?.rights ?? role.field_rights;
  const changed = draft !== null && !(sameRules(rules, role.rules) && sameRights(rights, role.field_rights));
  const locked = !writes || isLocked(role);
  const edit = (patch: Partial<Draft>) =>
    setDraft({ rules, rights, etag: draft?.etag ?? role.etag, ...patch });
  const revert = () => {
    setDraft(null);
    update.reset();
  };
  const save = () =>
    draft &&
    update.mutate(
      { name: role.name, etag: draft.etag, rules: draft.rules, field_rights: draft.rights },
      {
        onSuccess: () => {
          setDraft(null);
          toastDone(t('adminUi.roles.saved', { name: role.display_name }));
        },
      },
    );
  return (
    <section className={s.editor} aria-label={role.display_name}>
      <header className={s.head}>
        <h2 className={s.title}>{role.display_name}</h2>
        {role.built_in && <Tag>{t('adminUi.roles.builtIn')}</Tag>}
        {writes && <RoleMenu role={role} roles={roles} held={holders.length > 0} onChosen={onChosen} />}
      </header>
      {isLocked(role) && (
        <p className={s.note}>
          <IconLock size={16} aria-hidden /> {t('adminUi.roles.locked')}
        </p>
      )}
      {!writes && <p className={s.note}>{t('adminUi.roles.readOnly')}</p>}
      <Refusal error={update.error} known={{}} onRefresh={revert} />
      <PermissionMatrix
        rules={rules}
        before={role.rules}
        locked={locked}
        onChange={(next) => edit({ rules: next })}
      />
      <FieldMatrix
        rights={rights}
        before={role.field_rights}
        locked={locked}
        onChange={(next) => edit({ rights: next })}
      />
      <Holders holders={holders} />
      <UnsavedGuard dirty={changed} />
      {changed && (
        <div className={s.save} role="region" aria-label={t('adminUi.changed')}>
          <span className={s.saveText}>{t('adminUi.changed')}</span>
          <Button variant="default" onClick={revert}>
            {t('adminUi.revert')}
          </Button>
          <Button onClick={save} loading={update.isPending}>
            {t('ui.save')}
          </Button>
        </div>
      )}
    </section>
  );
}

interface MenuProps extends Pick<Props, 'role' | 'roles' | 'onChosen'> {
  held: boolean;
}

function RoleMenu({ role, roles, held, onChosen }: MenuProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'rename' | 'delete' | null>(null);
  const create = useCreateRole();
  const remove = useDeleteRole();
  const name = role.display_name;
  const copy = () =>
    create.mutate(
      {
        display_name: copyName(
          name,
          roles.map((one) => one.display_name),
          t('adminUi.roles.copyWord'),
        ),
        rules: role.rules,
        field_rights: role.field_rights,
      },
      {
        onSuccess: (made) => {
          onChosen(made.name);
          toastDone(t('adminUi.roles.copied', { name: made.display_name }));
        },
      },
    );
  return (
    <span className={s.tools}>
      <Button
        variant="default"
        leftSection={<IconCopy size={16} />}
        loading={create.isPending}
        onClick={copy}
      >
        {t('adminUi.roles.copy')}
      </Button>
      {!role.built_in && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" aria-label={t('adminUi.actions', { name })}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setAsking('rename')}>
              {t('adminUi.roles.rename')}
            </Menu.Item>
            <Menu.Item
              color="red"
              disabled={held}
              title={held ? t('adminUi.roles.held') : undefined}
              leftSection={<IconTrash size={16} />}
              onClick={() => setAsking('delete')}
            >
              {t('adminUi.roles.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {asking === 'rename' && <RoleNameModal role={role} onClose={() => setAsking(null)} />}
      <ConfirmTyped
        opened={asking === 'delete'}
        title={t('adminUi.roles.deleteTitle', { name })}
        confirm={t('adminUi.roles.delete')}
        loading={remove.isPending}
        onClose={() => setAsking(null)}
        onConfirm={() =>
          remove.mutate(role, {
            onSuccess: () => {
              toastDone(t('adminUi.roles.deleted', { name }));
              onChosen('');
            },
            onSettled: () => setAsking(null),
          })
        }
      >
        {t('adminUi.roles.deleteText')}
      </ConfirmTyped>
    </span>
  );
}
