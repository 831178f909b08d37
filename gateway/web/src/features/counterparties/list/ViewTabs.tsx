import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconChevronDown,
  IconDeviceFloppy,
  IconPencil,
  IconTrash,
  IconUsers,
  IconUsersMinus,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedView } from '@/shared/api/types';
import { type ListSearch, toViewQuery } from '@/shared/lib/search';
import { useCan, useProfile } from '@/shared/session/session';
import { toastDone } from '@/shared/ui/toast';
import s from './ViewTabs.module.css';
import { BUILT_IN, isChanged, useViewMutations, viewSearch, viewsQuery } from './views';

const ViewDialog = lazy(() => import('./ViewDialog').then((module) => ({ default: module.ViewDialog })));

interface Props {
  search: ListSearch;
  /** The layout as a view keeps it. */
  columns: string[];
  onView: (search: ListSearch) => void;
}

export function ViewTabs({ search, columns, onView }: Props) {
  const { t } = useTranslation();
  const { data: saved } = useQuery(viewsQuery);
  const { create, update, remove } = useViewMutations();
  const [dialog, setDialog] = useState<'new' | 'rename' | null>(null);
  const active = search.view ?? 'all';
  const view = saved?.find((one) => one.name === active);
  const changed = isChanged(search, saved);
  const open = (id: string) => onView({ ...viewSearch(id, saved), view: id === 'all' ? undefined : id });
  const now = { query: toViewQuery(search), columns };
  return (
    <div className={s.bar}>
      <div className={s.views} role="tablist" aria-label={t('list.views')}>
        {Object.keys(BUILT_IN).map((id) => (
          <Tab key={id} label={t(`list.builtIn.${id}`)} active={active === id} onClick={() => open(id)} />
        ))}
        {saved?.map((one) => (
          <Tab
            key={one.name}
            label={one.display_name}
            shared={one.visibility === 'SHARED'}
            active={active === one.name}
            onClick={() => open(one.name)}
          />
        ))}
      </div>
      {view && (
        <ViewMenu
          view={view}
          changed={changed}
          onUpdate={(draft) =>
            update.mutate({ view, ...draft }, { onSuccess: () => toastDone(t('ui.saved')) })
          }
          onSave={() => update.mutate({ view, ...now }, { onSuccess: () => toastDone(t('ui.saved')) })}
          onRename={() => setDialog('rename')}
          onDelete={() => remove.mutate(view, { onSuccess: () => onView({}) })}
        />
      )}
      {changed && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconDeviceFloppy size={15} />}
          onClick={() => setDialog('new')}
        >
          {t('list.saveView')}
        </Button>
      )}
      {dialog && (
        <Suspense>
          <ViewDialog
            view={dialog === 'rename' ? view : undefined}
            onClose={() => setDialog(null)}
            onSave={(display_name, visibility) => {
              setDialog(null);
              if (dialog === 'rename' && view) return update.mutate({ view, display_name, visibility });
              create.mutate(
                { display_name, visibility, ...now },
                { onSuccess: (made) => onView({ ...search, view: made.name }) },
              );
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

function Tab(props: { label: string; active: boolean; shared?: boolean; onClick: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" role="tab" className={s.view} aria-selected={props.active} onClick={props.onClick}>
      {props.label}
      {props.shared && <IconUsers size={13} aria-label={t('list.shared')} />}
    </button>
  );
}

interface MenuProps {
  view: SavedView;
  changed: boolean;
  onUpdate: (changes: { visibility: 'PRIVATE' | 'SHARED' }) => void;
  onSave: () => void;
  onRename: () => void;
  onDelete: () => void;
}

function ViewMenu({ view, changed, onUpdate, onSave, onRename, onDelete }: MenuProps) {
  const { t } = useTranslation();
  const can = useCan();
  const { user } = useProfile();
  const shared = view.visibility === 'SHARED';
  if (view.owner !== user.name && !(shared && can('saved_views.share'))) return null;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon size={28} aria-label={t('list.viewActions', { name: view.display_name })}>
          <IconChevronDown size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconDeviceFloppy size={16} />} disabled={!changed} onClick={onSave}>
          {t('list.updateView')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={onRename}>
          {t('list.renameView')}
        </Menu.Item>
        {can('saved_views.share') && (
          <Menu.Item
            leftSection={shared ? <IconUsersMinus size={16} /> : <IconUsers size={16} />}
            onClick={() => onUpdate({ visibility: shared ? 'PRIVATE' : 'SHARED' })}
          >
            {shared ? t('list.unshareView') : t('list.shareView')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onDelete}>
          {t('list.deleteView')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
