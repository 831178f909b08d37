/** What a stage has to do, and where a deal goes from it (pure). */
import type { Funnel } from '../api';

type Stage = Funnel['stages'][number];
interface Standing {
  stage: string;
  checked_items: readonly string[];
}

/** The stage after the present one; nothing after the last. */
export const nextStage = (stages: readonly Stage[], { stage }: Standing): Stage | undefined => {
  const at = stages.findIndex(({ id }) => id === stage);
  return at < 0 ? undefined : stages[at + 1];
};

/** The checklist of the stage, and what was left undone in those behind it. */
export function toTick(stages: readonly Stage[], { stage, checked_items }: Standing): Stage['checklist'] {
  const at = stages.findIndex(({ id }) => id === stage);
  if (at < 0) return [];
  const left = stages
    .slice(0, at)
    .flatMap(({ checklist }) => checklist)
    .filter(({ id }) => !checked_items.includes(id));
  return [...left, ...(stages[at]?.checklist ?? [])];
}
