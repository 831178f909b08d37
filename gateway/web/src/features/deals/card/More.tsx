import { Button, Menu } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { RowMenu } from '@/shared/ui/RowMenu';
import { toastDone, toastUndo } from '@/shared/ui/toast';
import type { Deal } from '../api';
import { useBin } from './api';

/** To the recycle bin and back. */
export function More({ deal }: { deal: Deal }) {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const { remove, restore } = useBin(deal.name);
  if (!can('deals.delete')) return null;
  const back = () =>
    restore.mutate(undefined, {
      onSuccess: () => toastDone(t('deals.restored', { deal: deal.display_name })),
    });
  if (deal.state === 'DELETED')
    return (
      <Button loading={restore.isPending} onClick={back}>
        {t('deals.restore')}
      </Button>
    );
  return (
    <RowMenu label={t('deals.actions', { deal: deal.display_name })}>
      <Menu.Item
        color="red"
        leftSection={<IconTrash size={16} />}
        onClick={() =>
          remove.mutate(undefined, {
            onSuccess: () => {
              toastUndo(t('deals.deleted', { deal: deal.display_name }), () => restore.mutate());
              void navigate({ to: '/deals' });
            },
          })
        }
      >
        {t('deals.delete')}
      </Menu.Item>
    </RowMenu>
  );
}
