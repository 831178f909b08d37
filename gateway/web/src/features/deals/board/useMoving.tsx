import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/shared/api/client';
import { toastDone, toastError, toastUndo } from '@/shared/ui/toast';
import {
  type Closing,
  checkMove,
  type DealInput,
  type Missing,
  type Move,
  refreshDeals,
  reopenDeal,
  sendClosing,
  sendMove,
} from '../api';
import { type Board, findCard, type Place, placeOf, withMove, withoutCard } from '../model';
import { MoveDialogs, type Way } from '../moving/MoveDialogs';
import { isCorrectable } from '../moving/refusals';

/** What waits for an answer: the board as it was, and what is to be done. */
interface Asking {
  before: Board;
  move: Move;
  missing: Missing[];
  /** Why what was filled in was refused. */
  error?: unknown;
}

/** A deal that lacks something to be won, and where it stands. */
interface Winning {
  name: string;
  stage: string;
  missing: Missing[];
  error?: unknown;
}

/**
 * Moves of cards: painted at once, and put back to the exact place if the server refuses or the
 * person thinks better of it.
 */
export function useMoving(key: readonly unknown[]) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [losing, setLosing] = useState<string | null>(null);
  const [winning, setWinning] = useState<Winning | null>(null);
  const sending = useMutation({ meta: { handled: true }, mutationFn: sendMove });
  const closing = useMutation({ meta: { handled: true }, mutationFn: sendClosing });
  const board = () => client.getQueryData<Board>(key);
  const paint = useCallback((next: Board) => client.setQueryData(key, next), [client, key]);

  const refused = (before: Board, error: unknown) => {
    paint(before);
    toastError(error);
    // What stands in its way may be a colleague's move.
    refreshDeals(client);
  };

  const send = async (before: Board, move: Move) => {
    try {
      const deal = await sending.mutateAsync(move);
      refreshDeals(client, deal);
      setAsking(null);
      const back = placeOf(before, move.name);
      if (back && back.stage !== move.stage) {
        toastUndo(
          t('deals.moved', { deal: deal.display_name, stage: titleOf(before, move.stage) }),
          () => void moveBack(move, back),
          deal.name,
        );
      }
    } catch (error) {
      // What was filled in stays, to be put right.
      if (asking && move.deal && isCorrectable(error)) return setAsking({ ...asking, error });
      const missing = error instanceof ApiError && error.reason === 'STAGE_CONDITIONS_UNMET';
      if (!missing) {
        setAsking(null);
        refused(before, error);
        return;
      }
      await ask(before, move);
    }
  };

  /** What the stage asks for is asked before anything is saved. */
  const ask = async (before: Board, move: Move) => {
    try {
      const { missing } = await checkMove(move.name, move.stage);
      if (missing.length) setAsking({ before, move, missing });
      else await send(before, move);
    } catch (error) {
      refused(before, error);
    }
  };

  const moveTo = async (name: string, place: Place) => {
    await client.cancelQueries({ queryKey: key });
    const before = board();
    const card = before && findCard(before, name);
    if (!before || !card) return;
    const now = placeOf(before, name);
    if (now?.stage === place.stage && now.after === place.after) return;
    paint(withMove(before, name, place));
    const move = { name, ...place, from: card.stage };
    await (card.stage === place.stage ? send(before, move) : ask(before, move));
  };

  /** From where it was put, and from nowhere else: whoever has moved it since meant it so. */
  const moveBack = async ({ name, stage }: Move, place: Place) => {
    await client.cancelQueries({ queryKey: key });
    const before = board();
    if (!before) return;
    paint(withMove(before, name, place));
    await send(before, { name, ...place, from: stage });
  };

  const close = async (given: Closing) => {
    await client.cancelQueries({ queryKey: key });
    const before = board();
    if (before) paint(withoutCard(before, given.name));
    try {
      const deal = await closing.mutateAsync(given);
      refreshDeals(client, deal);
      setLosing(null);
      const reopen = () =>
        void reopenDeal(given.name).then((again) => {
          refreshDeals(client, again);
          toastDone(t('deals.reopened', { deal: again.display_name }));
        }, toastError);
      const said = t(given.way === 'win' ? 'deals.won' : 'deals.lost', { deal: deal.display_name });
      toastUndo(said, reopen, deal.name);
    } catch (error) {
      if (before) refused(before, error);
    }
  };

  /** What winning asks for is asked before anything is saved. */
  const win = async (name: string) => {
    const before = board();
    const stage = (before && findCard(before, name)?.stage) ?? '';
    try {
      const { missing } = await checkMove(name, '');
      if (missing.length) setWinning({ name, stage, missing });
      else await close({ name, way: 'win' });
    } catch (error) {
      toastError(error);
    }
  };

  /** It is part of the deal, whoever wins it: so it is kept first. */
  const winWith = async (asked: Winning, deal: Partial<DealInput>, override: string) => {
    const { name, stage } = asked;
    try {
      await sending.mutateAsync({ name, stage, from: stage, after: '', deal, override });
      setWinning(null);
      await close({ name, way: 'win' });
    } catch (error) {
      if (isCorrectable(error)) return setWinning({ ...asked, error });
      setWinning(null);
      toastError(error);
      refreshDeals(client);
    }
  };

  return {
    move: (name: string, place: Place) => void moveTo(name, place),
    close: (name: string, way: Way) => (way === 'lose' ? setLosing(name) : void win(name)),
    dialogs: (
      <MoveDialogs
        saving={sending.isPending || closing.isPending}
        question={
          asking
            ? {
                stage: titleOf(asking.before, asking.move.stage),
                missing: asking.missing,
                error: asking.error,
                onSave: (deal, override) => void send(asking.before, { ...asking.move, deal, override }),
                onClose: () => {
                  paint(asking.before);
                  setAsking(null);
                },
              }
            : winning && {
                stage: '',
                missing: winning.missing,
                error: winning.error,
                onSave: (deal, override) => void winWith(winning, deal, override),
                onClose: () => setWinning(null),
              }
        }
        loss={
          losing !== null && {
            onSave: (reason, comment) => void close({ name: losing, way: 'lose', reason, comment }),
            onClose: () => setLosing(null),
          }
        }
      />
    ),
  };
}

const titleOf = (board: Board, stage: string) =>
  board.columns.find((column) => column.stage === stage)?.display_name ?? '';
