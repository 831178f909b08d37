import { lazy, Suspense } from 'react';
import type { DealInput, Missing } from '../api';

const MissingDialog = lazy(() => import('./MissingDialog'));
const LoseDialog = lazy(() => import('./LoseDialog'));

/** Won or lost. */
export type Way = 'win' | 'lose';

/** What is asked before a deal goes on. */
export interface Question {
  /** What the stage is called; "" is to be won. */
  stage: string;
  missing: readonly Missing[];
  /** Why what was filled in was refused. */
  error?: unknown;
  onSave: (deal: Partial<DealInput>, override: string) => void;
  onClose: () => void;
}

/** What is asked before a deal is given up. */
interface Loss {
  onSave: (reason: string, comment: string) => void;
  onClose: () => void;
}

/** `question` and `loss`: nothing unless it is being asked. */
export function MoveDialogs(props: { question?: Question | null; loss?: Loss | false; saving: boolean }) {
  const { question, loss, saving } = props;
  return (
    <Suspense>
      {question && <MissingDialog {...question} saving={saving} />}
      {loss && <LoseDialog {...loss} saving={saving} />}
    </Suspense>
  );
}
