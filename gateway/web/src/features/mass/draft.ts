/** What the form of many works holds, and what it asks of the API. */
import { readDate } from '@/shared/lib/dates';
import type { MassPlan } from './api';

export type Way = 'OWNER' | 'EVEN' | 'ONE' | 'POOL';
export type Fit = 'ANY' | 'EXACT' | 'WHOLE';
export const WAYS: Way[] = ['OWNER', 'EVEN', 'ONE', 'POOL'];
export const FITS: Fit[] = ['ANY', 'EXACT', 'WHOLE'];

/** For whom: who was chosen in a list, or whom the form itself asks for. */
export type Source = Pick<MassPlan, 'records' | 'counterparties' | 'closed' | 'except_names'>;

export interface Draft {
  kind: 'works' | 'campaign';
  display_name: string;
  template: string;
  action: string;
  segments: string[];
  managers: string[];
  way: Way;
  users: string[];
  from: string;
  until: string;
  fit: Fit;
  perDay: number;
  skip: boolean;
}

export const newDraft = (kind: Draft['kind'], today: string): Draft => ({
  kind,
  display_name: '',
  template: '',
  action: '',
  segments: [],
  managers: [],
  way: 'OWNER',
  users: [],
  from: today,
  until: today,
  fit: 'ANY',
  perDay: 0,
  skip: kind === 'works',
});

const named = (draft: Draft) => draft.way === 'EVEN' || draft.way === 'ONE';

/** Nothing while something needed is not said yet. */
export function planOf(draft: Draft, source: Source | undefined, parent?: string): MassPlan | undefined {
  if (!readDate(draft.from) || !readDate(draft.until)) return undefined;
  if (named(draft) && draft.users.length === 0) return undefined;
  const asked = { segments: draft.segments, owner: draft.managers };
  const work =
    draft.kind === 'works' ? { action: draft.action, display_name: draft.display_name, parent } : {};
  return {
    ...(source ?? { counterparties: asked }),
    work,
    distribution: { way: draft.way, users: named(draft) ? draft.users : [] },
    window: {
      start_date: draft.from,
      end_date: draft.until,
      per_day: draft.fit === 'WHOLE' ? 0 : draft.perDay,
      exact: draft.fit === 'EXACT',
      whole: draft.fit === 'WHOLE',
    },
    skip_planned: draft.skip,
  };
}
