import { Menu, UnstyledButton } from '@mantine/core';
import { IconBook2, IconKeyboard, IconLanguage, IconLogout, IconShieldLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ownHeaders } from '@/shared/api/client';
import { setLanguage } from '@/shared/i18n';
import { useProfile, useSavePreferences } from '@/shared/session/session';
import { Ava } from '@/shared/ui/Ava';
import s from './UserMenu.module.css';

async function signOut() {
  await fetch('/sign-out', { method: 'POST', headers: ownHeaders('POST'), redirect: 'manual' });
  window.location.assign('/sign-in');
}

export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { t, i18n } = useTranslation();
  const { user } = useProfile();
  const save = useSavePreferences();
  const other = i18n.language === 'ru' ? 'en' : 'ru';
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton className={s.button} aria-label={t('shell.profile')}>
          <Ava name={user.display_name} size="m" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={s.who}>
          <div className={`${s.name} ell`}>{user.display_name}</div>
          <div className={`${s.login} ell`}>{user.email || user.login}</div>
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconShieldLock size={16} />}
          renderRoot={(props) => <Link to="/profile" {...props} />}
        >
          {t('shell.sessions')}
        </Menu.Item>
        <Menu.Item
          className={s.phone}
          leftSection={<IconLanguage size={16} />}
          onClick={() => {
            void setLanguage(other);
            save({ language: other });
          }}
        >
          {t('shell.language')}: {other.toUpperCase()}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconKeyboard size={16} />}
          rightSection={<kbd className="k">?</kbd>}
          onClick={onHelp}
        >
          {t('shell.help')}
        </Menu.Item>
        <Menu.Item leftSection={<IconBook2 size={16} />} component="a" href="/docs" target="_blank">
          {t('shell.docs')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
