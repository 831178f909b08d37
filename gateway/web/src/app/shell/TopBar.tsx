import { ActionIcon, Button, Menu, UnstyledButton } from '@mantine/core';
import { IconAddressBook, IconFileImport, IconFilePencil, IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useDrafts, useNewClientPath } from '@/features/counterparties';
import { JobsBell } from '@/features/jobs';
import { NoticesBell } from '@/features/notices';
import { idOf } from '@/shared/api/client';
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
      <Suspense fallback={<span className={s.bell} />}>
        <NoticesBell />
      </Suspense>
      <CreateMenu />
      <UserMenu onHelp={onHelp} />
    </header>
  );
}

function CreateMenu() {
  const { t } = useTranslation();
  const can = useCan();
  const path = useNewClientPath();
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
            renderRoot={(props) => <Link to={path} {...props} />}
          >
            {t('shell.newCounterparty')}
          </Menu.Item>
        )}
        {client && <Drafts />}
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

const SHOWN_DRAFTS = 3;

/** What the person has begun; asked for when the menu opens. */
function Drafts() {
  const { t } = useTranslation();
  const drafts = useDrafts();
  if (drafts.length === 0) return null;
  return (
    <>
      <Menu.Label>{t('shell.drafts')}</Menu.Label>
      {drafts.slice(0, SHOWN_DRAFTS).map((draft) => (
        <Menu.Item
          key={draft.name}
          leftSection={<IconFilePencil size={16} />}
          renderRoot={(props) => (
            <Link to="/counterparties/register" search={{ draft: idOf(draft.name) }} {...props} />
          )}
        >
          <span className={s.draft}>{draft.display_name || t('shell.unnamedDraft')}</span>
        </Menu.Item>
      ))}
      <Menu.Item renderRoot={(props) => <Link to="/counterparties/drafts" {...props} />}>
        {t('shell.allDrafts', { count: drafts.length })}
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}

/** The round button of the phone layout. */
export function CreateButton() {
  const { t } = useTranslation();
  const path = useNewClientPath();
  return (
    <ActionIcon
      variant="filled"
      color="brand"
      size={44}
      radius="xl"
      aria-label={t('shell.create')}
      renderRoot={(props) => <Link to={path} {...props} />}
    >
      <IconPlus size={22} />
    </ActionIcon>
  );
}
