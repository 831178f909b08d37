import { Button } from '@mantine/core';
import { IconFileOff } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/shared/api/client';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { draftQuery } from './api';
import { begin, isFresh } from './fresh';
import { Wizard } from './Wizard';

export function WizardPage() {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const { draft } = useSearch({ from: '/counterparties/register' });
  const allowed = can('counterparties.create');
  useTitle(t('create.title'));
  // The draft's name stands in the address from the beginning: Back and a reload lead to it.
  useEffect(() => {
    if (allowed && !draft) {
      const search = (before: object) => ({ ...before, draft: begin() });
      void navigate({ to: '/counterparties/register', search, replace: true });
    }
  }, [allowed, draft, navigate]);
  if (!allowed) return <NoRight permission="counterparties.create" />;
  return draft ? <Opened key={draft} id={draft} /> : <PageSkeleton />;
}

function Opened({ id }: { id: string }) {
  const client = useQueryClient();
  const [fresh] = useState(() => isFresh(id));
  const [round, setRound] = useState(0);
  const reload = () => {
    client.removeQueries({ queryKey: draftQuery(id).queryKey });
    setRound(round + 1);
  };
  if (fresh && round === 0) return <Wizard id={id} onReload={reload} />;
  return <Resumed key={round} id={id} onReload={reload} />;
}

function Resumed({ id, onReload }: { id: string; onReload: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(draftQuery(id));
  if (data) return <Wizard id={id} kept={data} onReload={onReload} />;
  if (error instanceof ApiError && error.status === 404) {
    return (
      <EmptyState icon={IconFileOff} tone="gray" title={t('wizard.noDraft')} hint={t('wizard.noDraftHint')}>
        <Button renderRoot={(props) => <Link to="/counterparties/register" {...props} />}>
          {t('wizard.begin')}
        </Button>
      </EmptyState>
    );
  }
  return error ? <ErrorState error={error} retry={() => void refetch()} /> : <PageSkeleton />;
}
