import { ActionIcon, Button } from '@mantine/core';
import { IconFilePencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { ago, date } from '@/shared/lib/format';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { type CounterpartyDraft, draftsQuery, useDeleteDraft } from './api';
import s from './Drafts.module.css';
import { STEPS, type Step } from './model';

export function DraftsPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('wizard.drafts'));
  if (!can('counterparties.create')) return <NoRight permission="counterparties.create" />;
  return <Drafts />;
}

/** What the person himself has begun, on whichever device. */
function Drafts() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(draftsQuery);
  const [going, setGoing] = useState<CounterpartyDraft>();
  const remove = useDeleteDraft();
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return (
    <>
      <PageHead title={t('wizard.drafts')}>
        <Button
          leftSection={<IconPlus size={16} />}
          renderRoot={(props) => <Link to="/counterparties/register" {...props} />}
        >
          {t('wizard.begin')}
        </Button>
      </PageHead>
      {data.length === 0 ? (
        <EmptyState icon={IconFilePencil} title={t('wizard.noDrafts')} hint={t('wizard.noDraftsHint')} />
      ) : (
        <ul className={s.list}>
          {data.map((draft) => (
            <Row key={draft.name} draft={draft} onDelete={() => setGoing(draft)} />
          ))}
        </ul>
      )}
      <ConfirmTyped
        opened={going !== undefined}
        title={t('wizard.deleteTitle')}
        confirm={t('ui.delete')}
        loading={remove.isPending}
        onClose={() => setGoing(undefined)}
        onConfirm={() => going && remove.mutate(idOf(going.name), { onSettled: () => setGoing(undefined) })}
      >
        {t('wizard.deleteText', { name: going?.display_name || t('wizard.unnamed') })}
      </ConfirmTyped>
    </>
  );
}

function Row({ draft, onDelete }: { draft: CounterpartyDraft; onDelete: () => void }) {
  const { t } = useTranslation();
  const name = draft.display_name || t('wizard.unnamed');
  const step = STEPS.includes(draft.step as Step) ? t(`wizard.step.${draft.step}`) : '';
  const changed = draft.update_time ? t('wizard.changed', { ago: ago(draft.update_time) }) : '';
  const until = draft.expire_time ? t('wizard.until', { date: date(draft.expire_time) }) : '';
  return (
    <li className={`card ${s.row}`}>
      <Link className={s.open} to="/counterparties/register" search={{ draft: idOf(draft.name) }}>
        <span className={s.name}>{name}</span>
        <span className={s.about}>{[step, changed, until].filter(Boolean).join(' · ')}</span>
      </Link>
      <ActionIcon size={40} aria-label={t('wizard.deleteDraft', { name })} onClick={onDelete}>
        <IconTrash size={18} />
      </ActionIcon>
    </li>
  );
}
