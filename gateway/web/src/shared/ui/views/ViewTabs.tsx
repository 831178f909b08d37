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
import type { SavedView } from '../../api/types';
import { useCan, useProfile } from '../../session/session';
import { toastDone } from '../toast';
import s from './ViewTabs.module.css';
import { firstView, isChanged, useViewMutations, type Views, viewSearch, viewsQuery } from './views';

const ViewDialog = lazy(() => import('./ViewDialog').then((module) => ({ default: module.ViewDialog })));

interface Props<S extends { view?: string }> {
  views: Views<S>;
  search: S;
  /** The layout as a view keeps it. */
  columns: string[];
  onView: (search: S) => void;
}

/** The list's tabs: built-in views and those that people saved. */
export function ViewTabs<S extends { view?: string }>({ views, search, columns, onView }: Props<S>) {
  const { t } = useTranslation();
  const { data: saved } = useQuery(viewsQuery(views.resource));
  const { create, update, remove } = useViewMutations(views.resource);
  const [dialog, setDialog] = useState<'new' | 'rename' | null>(null);
  const first = firstView(views);
  const active = search.view ?? first;
  const view = saved?.find((one) => one.name === active);
  const changed = isChanged(views, search, saved);
  const open = (id: string) =>
    onView({ ...viewSearch(views, id, saved), view: id === first ? undefined : id });
  const now = { query: views.write(search), columns };
  return (
    <div className={s.bar}>
      <div className={s.views} role="tablist" aria-label={t('list.views')}>
        {Object.entries(views.builtIn).map(([id, { label }]) => (
          <Tab key={id} label={t(label)} active={active === id} onClick={() => open(id)} />
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
          onDelete={() => remove.mutate(view, { onSuccess: () => open(first) })}
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
