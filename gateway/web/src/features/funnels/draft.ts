/** A funnel on its form (pure). */
import type { Funnel } from '@/features/deals';
import type { FunnelInput } from './api';

export type Stage = Funnel['stages'][number];
export type Conditions = NonNullable<Stage['conditions']>;

/** `key` tells a stage of the form apart from others as long as the server has given it no id. */
export interface StageDraft extends Stage {
  key: string;
}

export interface Draft {
  display_name: string;
  kind: 'STRICT' | 'MANUAL' | 'NONE';
  stages: StageDraft[];
  /** What must hold to win. */
  win_conditions: Conditions;
}

export const NOTHING_ASKED: Conditions = {
  fields: [],
  documents: [],
  works: [],
  sale_terms: false,
  checklist: false,
  paid_percent: 0,
};

let made = 0;
export function newStage(display_name = ''): StageDraft {
  made += 1;
  return {
    key: `new-${made}`,
    id: '',
    display_name,
    color: 'blue',
    probability: 50,
    stuck_days: 14,
    conditions: NOTHING_ASKED,
    checklist: [],
    works: [],
  };
}

export const toDraft = (funnel: Funnel): Draft => ({
  display_name: funnel.display_name,
  kind: funnel.kind || 'MANUAL',
  stages: funnel.stages.map((stage) => ({ ...stage, key: stage.id })),
  win_conditions: funnel.win_conditions ?? NOTHING_ASKED,
});

export const toBody = ({ display_name, kind, stages, win_conditions }: Draft): Partial<FunnelInput> => ({
  display_name,
  kind,
  win_conditions,
  stages:
    kind === 'NONE'
      ? []
      : stages.map(({ key: _, ...stage }) => ({
          ...stage,
          conditions: stage.conditions ?? NOTHING_ASKED,
          // A line on which nothing was written is none.
          works: stage.works.filter((work) => work.display_name.trim() || work.key.trim()),
        })),
});

/** A stage one place up or down; the first one asks for nothing, whoever it is. */
export function moved(stages: readonly StageDraft[], at: number, by: 1 | -1): StageDraft[] {
  const to = at + by;
  if (to < 0 || to >= stages.length) return [...stages];
  const next = [...stages];
  const [stage] = next.splice(at, 1);
  if (stage) next.splice(to, 0, stage);
  return next.map((each, place) => (place === 0 ? { ...each, conditions: NOTHING_ASKED } : each));
}

export const asks = (conditions: Conditions | null): boolean =>
  Boolean(conditions) && JSON.stringify(conditions) !== JSON.stringify(NOTHING_ASKED);

/** What a stage asks for, counted. */
export const countAsked = (conditions: Conditions | null): number =>
  conditions
    ? conditions.fields.length +
      conditions.documents.length +
      conditions.works.length +
      Number(conditions.sale_terms) +
      Number(conditions.checklist) +
      Number(conditions.paid_percent > 0)
    : 0;
