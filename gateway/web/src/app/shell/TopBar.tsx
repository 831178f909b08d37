import { ActionIcon, Button, Menu, UnstyledButton } from '@mantine/core';
import { IconAddressBook, IconFileImport, IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { JobsBell } from '@/features/jobs';
import { useCan } from '@/shared/session/session';
import { LanguageMenu } from './LanguageMenu';
import { ThemeMenu } from './ThemeMenu';
import s from './TopBar.module.css';
import { UserMenu } from './UserMenu';

interface Props {
  onSearch: () => void;
  onHelp: () => void;
}

export function TopBar({ onSearch, onHelp }: Props) {
  const { t } = useTranslation();
  return (
    <header className={s.top}>
      <UnstyledButton
        className={s.search}
        onClick={onSearch}
        onMouseEnter={() => void import('@/features/search/CommandPalette')}
        aria-keyshortcuts="Control+K"
      >
        <IconSearch size={17} aria-hidden />
        <span className={`${s.placeholder} ${s.desktop}`}>{t('shell.search')}</span>
        <span className={`${s.placeholder} ${s.phone}`}>{t('shell.searchShort')}</span>
        <kbd className={`k ${s.desktop}`}>Ctrl K</kbd>
      </UnstyledButton>
      <div className={`spacer ${s.desktop}`} />
      <span className={s.desktop}>
        <LanguageMenu />
      </span>
      <ThemeMenu />
      <JobsBell />
      <CreateMenu />
      <UserMenu onHelp={onHelp} />
    </header>
  );
}

function CreateMenu() {
  const { t } = useTranslation();
  const can = useCan();
  const client = can('counterparties.create');
  const fromFile = can('imports.write');
  if (!client && !fromFile) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button className={s.desktop} leftSection={<IconPlus size={16} />}>
          {t('shell.create')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {client && (
          <Menu.Item
            leftSection={<IconAddressBook size={16} />}
            rightSection={<kbd className="k">C</kbd>}
            renderRoot={(props) => <Link to="/counterparties/new" {...props} />}
          >
            {t('shell.newCounterparty')}
          </Menu.Item>
        )}
        {fromFile && (
          <Menu.Item
            leftSection={<IconFileImport size={16} />}
            renderRoot={(props) => <Link to="/imports" {...props} />}
          >
            {t('shell.newImport')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The round button of the phone layout. */
export function CreateButton() {
  const { t } = useTranslation();
  return (
    <ActionIcon
      variant="filled"
      color="brand"
      size={44}
      radius="xl"
      aria-label={t('shell.create')}
      renderRoot={(props) => <Link to="/counterparties/new" {...props} />}
    >
      <IconPlus size={22} />
    </ActionIcon>
  );
}
