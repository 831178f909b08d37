/** A ladder of escalation, as people say it. */
import type { TFunction } from 'i18next';
import type { Ladder } from './entries';

export type LadderStep = Ladder['steps'][number];
export const WHOMS = ['EXECUTOR', 'HEAD', 'UPPER_HEAD', 'CREATOR', 'USER'] as const;
const HOUR = 60;

/** «Сразу», «через 4 рабочих часа», «через 90 рабочих минут». */
export function afterText(t: TFunction, minutes: number): string {
  if (minutes === 0) return t('workSetup.atOnce');
  if (minutes % HOUR === 0) return t('workSetup.afterHours', { count: minutes / HOUR });
  return t('workSetup.afterMinutes', { count: minutes });
}

export const minutesOf = (hours: number): number => Math.round(hours * HOUR);
export const hoursOf = (minutes: number): number => minutes / HOUR;

export const BLANK_STEP: LadderStep = { working_minutes: 0, whom: 'EXECUTOR', user: '' };

/** The next one comes a working day after the last, to whoever is further up. */
export function nextStep(steps: readonly LadderStep[]): LadderStep {
  const last = steps.at(-1);
  if (!last) return BLANK_STEP;
  const whom = last.whom === 'EXECUTOR' ? 'HEAD' : 'UPPER_HEAD';
  return { working_minutes: last.working_minutes + 8 * HOUR, whom, user: '' };
}
