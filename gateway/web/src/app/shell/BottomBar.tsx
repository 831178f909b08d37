import { Menu, UnstyledButton } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import s from './BottomBar.module.css';
import { menuFor, type NavItem } from './nav';
import { CreateButton } from './TopBar';

/** The phone's menu: two screens, «create», one more screen, and the rest behind «more». */
export function BottomBar() {
  const { t } = useTranslation();
  const can = useCan();
  const items = menuFor(can).flatMap((group) => group.items);
  const shown = items.slice(0, 3);
  const rest = items.slice(3);
  return (
    <nav className={s.bar} aria-label={t('shell.menu')}>
      {shown.slice(0, 2).map((item) => (
        <Tab key={item.key} item={item} />
      ))}
      {can('counterparties.create') && (
        <span className={s.create}>
          <CreateButton />
        </span>
      )}
      {shown.slice(2).map((item) => (
        <Tab key={item.key} item={item} />
      ))}
      {rest.length > 0 && (
        <Menu position="top-end" width={230}>
          <Menu.Target>
            <UnstyledButton className={s.tab}>
              <IconDots size={21} stroke={1.7} />
              {t('ui.more')}
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown className={s.more}>
            {rest.map((item) => (
              <Menu.Item
                key={item.key}
                leftSection={<item.icon size={18} />}
                className={s.item}
                renderRoot={(props) => <Link to={item.to} {...props} />}
              >
                {t(`nav.${item.key}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </nav>
  );
}

function Tab({ item }: { item: NavItem }) {
  const { t } = useTranslation();
  return (
    <Link to={item.to} className={s.tab}>
      <item.icon size={21} stroke={1.7} />
      {t(`nav.${item.key}`)}
    </Link>
  );
}
