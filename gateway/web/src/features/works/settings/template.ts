/** The steps of a campaign while somebody edits them. */
import type { Template } from './entries';

export type Step = Template['steps'][number];
export const WHO = ['SAME', 'OWNER', 'USER'] as const;

export const blankStep = (steps: readonly Step[], action: string, id: string): Step => ({
  id,
  display_name: '',
  action,
  planned_result: '',
  script: '',
  after_step: steps.at(-1)?.id ?? '',
  after_sign: steps.length ? 'PLUS' : '',
  delay_days: steps.length ? 1 : 0,
  days: 1,
  who: 'SAME',
  user: '',
  manual: false,
});

/** Those that followed it follow what it followed; one of them begins, if it did. */
export function without(steps: readonly Step[], at: number): Step[] {
  const gone = steps[at];
  const first = steps.find((_, index) => index !== at);
  return steps
    .filter((_, index) => index !== at)
    .map((step) => {
      if (!gone || step.after_step !== gone.id) return step;
      const after_step = step === first ? '' : gone.after_step || (first?.id ?? '');
      return { ...step, after_step, after_sign: after_step ? step.after_sign : '' };
    });
}

/** What a step may follow: those before it. */
export const before = (steps: readonly Step[], at: number): readonly Step[] => steps.slice(0, at);
