import { useMantineColorScheme } from '@mantine/core';
import {
  IconAddressBook,
  IconClock,
  IconFileImport,
  IconHierarchy3,
  IconKey,
  IconKeyboard,
  IconList,
  IconMoon,
  IconPlus,
  IconShieldCheck,
  IconSun,
  IconTags,
  IconUser,
  IconUserSquareRounded,
  IconUsers,
} from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type LinkProps, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { findContactsQuery } from '@/features/contacts';
import { findQuery, KindIcon, useNewClientPath } from '@/features/counterparties';
import { idOf } from '@/shared/api/client';
import { phone } from '@/shared/lib/phone';
import { useCan, useProfile } from '@/shared/session/session';
import { readRecent } from './recent';

export interface Row {
  id: string;
  group: string;
  icon: ReactNode;
  title: string;
  about?: string;
  run: () => void;
}

const SCREENS: [key: string, to: LinkProps['to'], icon: typeof IconUser, permission: string][] = [
  ['counterparties', '/counterparties', IconAddressBook, 'counterparties.read'],
  ['contacts', '/contacts', IconUserSquareRounded, 'counterparties.read'],
  ['imports', '/imports', IconFileImport, 'imports.read'],
  ['users', '/admin/users', IconUsers, 'users.write'],
  ['orgUnits', '/admin/org-units', IconHierarchy3, 'org_units.write'],
  ['roles', '/admin/roles', IconShieldCheck, 'roles.read'],
  ['segments', '/admin/segments', IconTags, 'segments.write'],
  ['apiKeys', '/admin/api-keys', IconKey, 'api_keys.write'],
];

interface Actions {
  onClose: () => void;
  onHelp: () => void;
}

/** What the palette offers for the typed text: found records first, then commands. */
export function useRows(text: string, actions: Actions) {
  const found = useFound(text, actions.onClose);
  const recent = useRecent(actions.onClose);
  const commands = useCommands(actions);
  const typed = text.toLowerCase();
  const matching = commands.filter((command) => command.title.toLowerCase().includes(typed));
  const rows = text.length > 1 ? [...found.rows, ...matching] : [...recent, ...matching];
  return { rows, searching: found.searching, error: found.error };
}

function useFound(text: string, onClose: () => void) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const enabled = text.length > 1;
  const clients = useQuery({ ...findQuery(text), placeholderData: keepPreviousData });
  const people = useQuery({ ...findContactsQuery(text), placeholderData: keepPreviousData });
  const open = (name: string, tab?: string) => () => {
    onClose();
    void navigate({ to: '/counterparties/$id', params: { id: idOf(name) }, search: { tab } });
  };
  const rows: Row[] = [];
  if (enabled) {
    for (const client of clients.data ?? []) {
      const number = client.phones[0] && phone(client.phones[0].number);
      const inn = client.inn && t('palette.inn', { inn: client.inn });
      rows.push({
        id: client.name,
        group: t('palette.clients'),
        icon: <KindIcon kind={client.kind} size={17} />,
        title: client.display_name,
        about: [inn, client.territory, number].filter(Boolean).join(' · '),
        run: open(client.name),
      });
    }
    for (const contact of people.data ?? []) {
      const number = contact.phones[0] && phone(contact.phones[0].number);
      rows.push({
        id: contact.name,
        group: t('palette.contacts'),
        icon: <IconUser size={17} />,
        title: contact.display_name,
        about: [contact.job_title, contact.counterparty_display_name, number].filter(Boolean).join(' · '),
        run: open(contact.counterparty, 'contacts'),
      });
    }
    if (clients.data?.length) {
      rows.push({
        id: 'all',
        group: t('palette.clients'),
        icon: <IconList size={17} />,
        title: t('palette.all'),
        run: () => {
          onClose();
          void navigate({ to: '/counterparties', search: { query: text } });
        },
      });
      // The link to all matches belongs after the clients, not after the contacts.
      const last = rows.pop()!;
      rows.splice(clients.data.length, 0, last);
    }
  }
  return {
    rows,
    searching: enabled && (clients.isFetching || people.isFetching),
    error: clients.error ?? people.error,
  };
}

function useRecent(onClose: () => void): Row[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { user } = useProfile();
  return readRecent(user.name).map((entry) => ({
    id: `recent ${entry.name}`,
    group: t('palette.recent'),
    icon: <IconClock size={17} />,
    title: entry.title,
    run: () => {
      onClose();
      void navigate({ to: '/counterparties/$id', params: { id: idOf(entry.name) } });
    },
  }));
}

function useCommands({ onClose, onHelp }: Actions): Row[] {
  const { t } = useTranslation();
  const path = useNewClientPath();
  const navigate = useNavigate();
  const can = useCan();
  const { setColorScheme } = useMantineColorScheme();
  const close = (run: () => void) => () => {
    onClose();
    run();
  };
  const command = (id: string, Icon: typeof IconUser, title: string, run: () => void): Row => ({
    id,
    group: t('palette.commands'),
    icon: <Icon size={17} />,
    title,
    run: close(run),
  });
  const rows: Row[] = [];
  if (can('counterparties.create')) {
    const run = () => void navigate({ to: path });
    rows.push(command('create', IconPlus, t('palette.create'), run));
  }
  if (can('imports.write')) {
    rows.push(
      command('import', IconFileImport, t('palette.import'), () => void navigate({ to: '/imports' })),
    );
  }
  rows.push(
    command('light', IconSun, t('palette.themeLight'), () => setColorScheme('light')),
    command('dark', IconMoon, t('palette.themeDark'), () => setColorScheme('dark')),
    command('help', IconKeyboard, t('palette.help'), onHelp),
  );
  for (const [key, to, Icon, permission] of SCREENS) {
    if (!can(permission)) continue;
    rows.push({
      ...command(`go ${key}`, Icon, t(`nav.${key}`), () => void navigate({ to })),
      group: t('palette.go'),
    });
  }
  return rows;
}
