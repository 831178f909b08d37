import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastDone, toastError, toastUndo } from '@/shared/ui/toast';
import {
  checkMove,
  type Deal,
  type DealInput,
  type Funnel,
  type Missing,
  refreshDeals,
  reopenDeal,
  sendClosing,
  sendMove,
} from '../api';
import { MoveDialogs, type Way } from './MoveDialogs';
import { isCorrectable } from './refusals';

/** The same moves from the card of a deal: no board to paint, the same questions. */
export function useDealMoving(deal: Deal, funnel?: Funnel) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState<{ stage: string; missing: Missing[]; error?: unknown } | null>(null);
  const [losing, setLosing] = useState(false);
  const { mutateAsync, isPending } = useMutation({
    meta: { handled: true },
    mutationFn: (act: () => Promise<Deal>) => act(),
  });
  const titleOf = (stage: string) => funnel?.stages.find((one) => one.id === stage)?.display_name ?? '';

  const run = async (act: () => Promise<Deal>, said: string, undo?: () => void) => {
    try {
      const saved = await mutateAsync(act);
      refreshDeals(client, saved);
      setAsking(null);
      setLosing(false);
      if (undo) toastUndo(said, undo, deal.name);
      else toastDone(said);
    } catch (error) {
      // What was filled in stays, to be put right.
      if (asking && isCorrectable(error)) return setAsking({ ...asking, error });
      toastError(error);
      refreshDeals(client);
    }
  };
  const send = (stage: string, from: string, values?: Partial<DealInput>, override?: string) =>
    run(
      () => sendMove({ name: deal.name, stage, from, after: '', deal: values, override }),
      t('deals.moved', { deal: deal.display_name, stage: titleOf(stage) }),
      () => void send(from, stage),
    );
  const reopen = () =>
    void run(() => reopenDeal(deal.name), t('deals.reopened', { deal: deal.display_name }));
  const win = (values?: Partial<DealInput>, override?: string) =>
    run(
      async () => {
        // What winning asks for is kept first: it is part of the deal, whoever wins it.
        const { name, stage } = deal;
        if (values) await sendMove({ name, stage, from: stage, after: '', deal: values, override });
        return sendClosing({ name: deal.name, way: 'win' });
      },
      t('deals.won', { deal: deal.display_name }),
      reopen,
    );
  const lose = (reason: string, comment: string) =>
    run(
      () => sendClosing({ name: deal.name, way: 'lose', reason, comment }),
      t('deals.lost', { deal: deal.display_name }),
      reopen,
    );
  /** What is asked for is asked before anything is saved; "" is to be won. */
  const ask = async (stage: string) => {
    try {
      const { missing } = await checkMove(deal.name, stage);
      if (missing.length) setAsking({ stage, missing });
      else await (stage ? send(stage, deal.stage) : win());
    } catch (error) {
      toastError(error);
    }
  };

  return {
    move: (stage: string) => void ask(stage),
    close: (way: Way) => (way === 'lose' ? setLosing(true) : void ask('')),
    reopen,
    dialogs: (
      <MoveDialogs
        saving={isPending}
        question={
          asking && {
            stage: titleOf(asking.stage),
            missing: asking.missing,
            error: asking.error,
            onSave: (values, override) =>
              void (asking.stage ? send(asking.stage, deal.stage, values, override) : win(values, override)),
            onClose: () => setAsking(null),
          }
        }
        loss={
          losing && {
            onSave: (reason, comment) => void lose(reason, comment),
            onClose: () => setLosing(false),
          }
        }
      />
    ),
  };
}
