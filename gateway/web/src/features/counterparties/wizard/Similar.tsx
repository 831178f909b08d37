import { Button } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DuplicatesPanel } from '@/features/duplicates';
import { idOf } from '@/shared/api/client';
import { useCan } from '@/shared/session/session';
import type { WizardState } from './useWizard';
import s from './Wizard.module.css';

// Few are asked for it.
const SupplementDialog = lazy(() =>
  import('./SupplementDialog').then((module) => ({ default: module.SupplementDialog })),
);

/** Clients like the one being entered: open one, add to it what was typed, or create nonetheless. */
export function Similar({ wizard }: { wizard: WizardState }) {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const { ref, entry } = useIntersection({ threshold: 0.3 });
  const [found, setFound] = useState({ count: 0, strong: false });
  const [adding, setAdding] = useState<string>();
  const { sent, id, busy, keeping, submit } = wizard;
  const draft = useMemo(() => ({ counterparty: sent.counterparty, contacts: sent.contacts }), [sent]);
  const open = (name: string) => void navigate({ to: '/counterparties/$id', params: { id: idOf(name) } });
  return (
    <div ref={ref} className={s.similar}>
      <DuplicatesPanel
        draft={draft}
        onOpen={open}
        onSupplement={can('counterparties.update') ? setAdding : undefined}
        onCreateAnyway={() => void submit(true)}
        onFound={setFound}
        busy={busy}
      />
      {found.count > 0 && !entry?.isIntersecting && (
        <Button
          className={s.jump}
          size="compact-md"
          color={found.strong ? 'red' : 'brand'}
          onClick={() => entry?.target.scrollIntoView({ behavior: 'smooth' })}
        >
          {t('duplicates.panel')}: {found.count}
        </Button>
      )}
      {adding && (
        <Suspense>
          <SupplementDialog
            name={adding}
            draft={id}
            sent={sent}
            keeping={keeping}
            onClose={() => setAdding(undefined)}
            onOpen={open}
          />
        </Suspense>
      )}
    </div>
  );
}
