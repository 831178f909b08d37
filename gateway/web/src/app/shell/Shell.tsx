import { useMantineColorScheme } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNewClientPath } from '@/features/counterparties';
import { JobCards } from '@/features/jobs';
import { connect, useOnline } from '@/shared/api/realtime';
import { setLanguage } from '@/shared/i18n';
import { useKeys } from '@/shared/lib/keys';
import { useCan, usePreferences, useProfile } from '@/shared/session/session';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { BottomBar } from './BottomBar';
import s from './Shell.module.css';
import { Sidebar } from './Sidebar';
import { StandingIn } from './StandingIn';
import { TopBar } from './TopBar';
import { Viewing } from './Viewing';

const CommandPalette = lazy(() =>
  import('@/features/search/CommandPalette').then((module) => ({ default: module.CommandPalette })),
);
const HotkeysHelp = lazy(() => import('./HotkeysHelp').then((module) => ({ default: module.HotkeysHelp })));

export function Shell() {
  const { t } = useTranslation();
  const [mini, setMini] = useLocalStorage({
    key: 'crm-nav-mini',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const online = useOnline();
  const client = useQueryClient();
  useEffect(() => connect(client), [client]);
  useServerPreferences();
  useEffect(() => {
    // Who presses Ctrl+K types on at once: the palette must be here by then.
    const timer = window.setTimeout(() => void import('@/features/search/CommandPalette'), 800);
    return () => window.clearTimeout(timer);
  }, []);
  useShellKeys(
    () => setPalette(true),
    () => setHelp(true),
  );
  return (
    <div className={s.root}>
      <a className={s.skip} href="#content">
        {t('shell.skip')}
      </a>
      <Sidebar mini={mini} onMini={setMini} />
      <div className={s.main}>
        <TopBar onSearch={() => setPalette(true)} onHelp={() => setHelp(true)} />
        <main id="content" className={s.content} tabIndex={-1}>
          {!online && (
            <div className={s.offline} role="status">
              {t('shell.offline')}
            </div>
          )}
          <Viewing />
          <StandingIn />
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </main>
        <BottomBar />
      </div>
      <JobCards />
      {help && (
        <Suspense>
          <HotkeysHelp opened onClose={() => setHelp(false)} />
        </Suspense>
      )}
      {palette && (
        <Suspense>
          <CommandPalette onClose={() => setPalette(false)} onHelp={() => setHelp(true)} />
        </Suspense>
      )}
    </div>
  );
}

function useShellKeys(openPalette: () => void, openHelp: () => void) {
  const navigate = useNavigate();
  const can = useCan();
  const path = useNewClientPath();
  const create = () => {
    if (can('counterparties.create')) void navigate({ to: path });
  };
  useKeys({
    'mod+KeyK': openPalette,
    Slash: openPalette,
    'shift+Slash': openHelp,
    KeyC: create,
    'alt+Digit1': () => void navigate({ to: '/counterparties' }),
    'alt+Digit2': () => void navigate({ to: '/contacts' }),
  });
}

/** Theme and language follow the person to a new machine; there the browser knows nothing yet. */
function useServerPreferences() {
  const { theme, language } = usePreferences();
  const { viewed_by } = useProfile();
  const { setColorScheme } = useMantineColorScheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only once; later the menus lead
  useEffect(() => {
    // Who looks on keeps his own.
    if (viewed_by) return;
    if (theme) setColorScheme(theme);
    if (language) void setLanguage(language);
  }, []);
}
