import { Button } from '@mantine/core';
import { IconAddressBook, IconFileImport, IconPlus, IconSearchOff, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isFiltered, type ListSearch } from '@/shared/lib/search';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { useNewClientPath } from '../newClient';

/** An empty list says why it is empty and what to do first. */
export function EmptyList({ search, onReset }: { search: ListSearch; onReset: () => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const path = useNewClientPath();
  if (search.deleted && !search.query) {
    return (
      <EmptyState icon={IconTrash} tone="gray" title={t('list.binEmpty')} hint={t('list.binEmptyHint')} />
    );
  }
  if (isFiltered(search)) {
    return (
      <EmptyState icon={IconSearchOff} tone="gray" title={t('ui.nothing')} hint={t('list.nothingHint')}>
        <Button variant="default" onClick={onReset}>
          {t('list.resetFilter')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconAddressBook} title={t('list.empty')} hint={t('list.emptyHint')}>
      {can('imports.write') && (
        <Button
          leftSection={<IconFileImport size={16} />}
          renderRoot={(props) => <Link to="/imports" {...props} />}
        >
          {t('list.import')}
        </Button>
      )}
      {can('counterparties.create') && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          renderRoot={(props) => <Link to={path} {...props} />}
        >
          {t('list.create')}
        </Button>
      )}
    </EmptyState>
  );
}
