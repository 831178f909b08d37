import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan, useProfile } from '@/shared/session/session';
import { Ava } from '@/shared/ui/Ava';
import { Logo } from './Logo';
import { menuFor, type NavItem } from './nav';
import s from './Sidebar.module.css';

interface Props {
  mini: boolean;
  onMini: (mini: boolean) => void;
}

export function Sidebar({ mini, onMini }: Props) {
  const { t } = useTranslation();
  const profile = useProfile();
  const groups = menuFor(useCan());
  const { user, tenant } = profile;
  return (
    <nav className={s.side} data-mini={mini || undefined} aria-label={t('shell.main')}>
      <div className={s.brand}>
        <Logo />
        <span className={s.wide}>
          <span className={`${s.tenant} ell`}>{tenant.display_name}</span>
          <span className={`${s.sub} ell`}>{tenant.name.replace('tenants/', '')}</span>
        </span>
      </div>
      <div className={s.nav}>
        {groups.map((group) => (
          <div key={group.key} role="group" aria-label={t(`nav.${group.key}`)}>
            <div className={s.group} aria-hidden>
              {t(`nav.${group.key}`)}
            </div>
            {group.items.map((item) => (
              <Entry key={item.key} item={item} mini={mini} />
            ))}
          </div>
        ))}
      </div>
      <div className={s.me}>
        <Link to="/profile" className={s.who}>
          <Ava name={user.display_name} size="m" />
          <span className={s.wide}>
            <span className={`${s.name} ell`}>{user.display_name}</span>
            <span className={`${s.sub} ell`}>{user.job_title || user.login}</span>
          </span>
        </Link>
        <ActionIcon
          aria-label={mini ? t('shell.expand') : t('shell.collapse')}
          aria-expanded={!mini}
          onClick={() => onMini(!mini)}
        >
          {mini ? <IconLayoutSidebarLeftExpand size={18} /> : <IconLayoutSidebarLeftCollapse size={18} />}
        </ActionIcon>
      </div>
    </nav>
  );
}

function Entry({ item, mini }: { item: NavItem; mini: boolean }) {
  const { t } = useTranslation();
  const label = t(`nav.${item.key}`);
  const link = (
    <Link to={item.to} className={s.link} aria-label={mini ? label : undefined}>
      <item.icon size={19} stroke={1.7} />
      <span className={s.text}>{label}</span>
    </Link>
  );
  if (!mini) return link;
  return (
    <Tooltip label={label} position="right" openDelay={100}>
      {link}
    </Tooltip>
  );
}
