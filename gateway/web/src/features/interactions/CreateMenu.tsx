/** What is made of an interaction, and the rest that is done with it. */
import { Button, Menu } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { RowMenu } from '@/shared/ui/RowMenu';
import { toastDone, toastError } from '@/shared/ui/toast';
import { deleteInteraction, type Interaction, useChange } from './api';
import type { Opened } from './Forms';

interface Props {
  row: Interaction;
  onForm: (opened: Opened) => void;
}

export function CreateMenu({ row, onForm }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  if (!can('interactions.update')) return null;
  const offered: [Opened, boolean][] = [
    ['work', can('works.create')],
    ['lead', can('leads.create')],
    ['deal', can('deals.create')],
    // A contact is somebody's.
    ['contact', can('counterparties.update') && row.counterparty !== ''],
    ['client', can('counterparties.create')],
  ];
  const shown = offered.filter(([, may]) => may);
  if (shown.length === 0) return null;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="compact-md" variant="default" leftSection={<IconPlus size={16} />}>
          {t('interactions.create')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {shown.map(([what]) => (
          <Menu.Item key={what} onClick={() => onForm(what)}>
            {t(`interactions.creating.${what}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function MoreMenu({ row, onForm, onGone }: Props & { onGone: () => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const remove = useChange(deleteInteraction);
  if (!can('interactions.update') && !can('interactions.delete')) return null;
  return (
    <RowMenu label={t('interactions.more', { topic: row.topic })}>
      {can('interactions.update') && (
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onForm('edit')}>
          {t('ui.edit')}
        </Menu.Item>
      )}
      {can('interactions.delete') && (
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={16} />}
          onClick={() =>
            remove.mutate(row.name, {
              onError: toastError,
              onSuccess: () => {
                toastDone(t('interactions.deleted', { topic: row.topic }));
                onGone();
              },
            })
          }
        >
          {t('interactions.delete')}
        </Menu.Item>
      )}
    </RowMenu>
  );
}
