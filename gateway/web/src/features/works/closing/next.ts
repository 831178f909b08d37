/** What a work is closed with, and what goes on from it. */
import type { Sign, WorkAction, WorkInput, WorkResult } from '../api';
import { isWeekend, onDay, type WhenDraft, whenOf, workingDaysLater } from '../when';

export interface NextDraft {
  action: string;
  planned_result: string;
  display_name: string;
  when: WhenDraft;
}

/** Those that do not mean the other sign. */
export const resultsFor = (action: WorkAction | undefined, sign: Sign | ''): WorkResult[] =>
  (action?.results ?? []).filter((each) => !each.archived && (!sign || !each.sign || each.sign === sign));

/** What the action proposes when it ends so: the narrowest proposal that fits. */
export function proposed(
  action: WorkAction | undefined,
  sign: Sign | '',
  result: string,
  today: string,
  isOff = isWeekend,
): NextDraft | undefined {
  if (!sign) return undefined;
  const fits = (action?.next ?? []).filter(
    (each) => (!each.sign || each.sign === sign) && (!each.result || each.result === result),
  );
  const narrow = (each: (typeof fits)[number]) =>
    Number(Boolean(each.result)) * 2 + Number(Boolean(each.sign));
  const best = fits.toSorted((one, other) => narrow(other) - narrow(one))[0];
  if (!best) return undefined;
  return {
    action: best.action,
    planned_result: best.planned_result,
    display_name: '',
    when: onDay(workingDaysLater(today, best.delay_days, isOff)),
  };
}

/** Without a proposal: the same once more on the next working day. */
export const usualNext = (action: WorkAction | undefined, today: string, isOff = isWeekend): NextDraft => ({
  action: action?.name ?? '',
  planned_result: '',
  display_name: '',
  when: onDay(workingDaysLater(today, 1, isOff)),
});

export const nextInput = (next: NextDraft, zone: string): WorkInput => ({
  ...next,
  when: whenOf(next.when, zone),
});
