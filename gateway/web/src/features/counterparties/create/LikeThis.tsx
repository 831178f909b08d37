import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DuplicatesPanel, supplement } from '@/features/duplicates';
import { idOf } from '@/shared/api/client';
import { useCan } from '@/shared/session/session';
import { toastDone, toastError } from '@/shared/ui/toast';
import { fetchItem, patch } from '../api';
import s from './Create.module.css';
import { type Draft, toInput } from './draft';

interface Props {
  draft: Draft;
  busy: boolean;
  onCreateAnyway: () => void;
  /** The draft went into a client that was there: it is needed no more. */
  onUsed: () => void;
}

/** Clients like the draft: open one, add the draft to it, or create in spite of it. */
export function LikeThis({ draft, busy, onCreateAnyway, onUsed }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const place = useRef<HTMLDivElement>(null);
  const [found, setFound] = useState({ count: 0, strong: false });
  const [adding, setAdding] = useState(false);
  const counterparty = useMemo(() => toInput(draft), [draft]);
  const open = (name: string) => void navigate({ to: '/counterparties/$id', params: { id: idOf(name) } });
  const add = async (name: string) => {
    setAdding(true);
    try {
      const there = await fetchItem(name);
      const stored = await patch(name, supplement(there, counterparty));
      onUsed();
      toastDone(t('duplicates.supplemented', { name: stored.display_name }));
      open(name);
    } catch (error) {
      toastError(error);
    } finally {
      setAdding(false);
    }
  };
  return (
    <div ref={place} className={s.likeThis}>
      <DuplicatesPanel
        draft={{ counterparty }}
        onOpen={open}
        onSupplement={can('counterparties.update') ? (name) => void add(name) : undefined}
        onCreateAnyway={onCreateAnyway}
        onFound={setFound}
        busy={busy || adding}
      />
      {found.count > 0 && (
        <Button
          className={s.likeJump}
          size="compact-md"
          color={found.strong ? 'red' : 'brand'}
          onClick={() => place.current?.scrollIntoView({ behavior: 'smooth' })}
        >
          {t('duplicates.panel')}: {found.count}
        </Button>
      )}
    </div>
  );
}
