/** What is known of a buyer before he buys, as a form holds it and as people read it (pure). */
import type { TFunction } from 'i18next';
import type { Schemas } from '@/shared/api/types';
import { money } from '@/shared/lib/format';

export type Qualification = Schemas['Qualification'];
export type QualificationInput = Schemas['QualificationInput'];
export type Demand = Qualification['demands'][number];

export const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

export const NOTHING_KNOWN: QualificationInput = {
  budget: undefined,
  touch_days: 0,
  demands: [],
  category: '',
  lifetime_value: undefined,
};

export const toInput = (known: Qualification | null | undefined): QualificationInput =>
  known
    ? { ...known, budget: known.budget ?? undefined, lifetime_value: known.lifetime_value ?? undefined }
    : NOTHING_KNOWN;

/** Demands without a word are left out: an empty line on a form is none. */
export const tidy = (typed: QualificationInput): QualificationInput => ({
  ...typed,
  demands: typed.demands?.filter((demand) => demand.text?.trim() || demand.product) ?? [],
});

/** Runs of months: [1, 2, 3, 11] → [[1, 3], [11, 11]]; who buys in December and January, too, has two. */
export function runs(months: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const month of [...new Set(months)].sort((one, other) => one - other)) {
    const last = found.at(-1);
    if (last && last[1] === month - 1) last[1] = month;
    else found.push([month, month]);
  }
  return found;
}

const monthName = (language: string, month: number) =>
  new Intl.DateTimeFormat(language, { month: 'short' }).format(new Date(2026, month - 1, 1)).replace('.', '');

/** «янв–март, нояб» */
export const seasonText = (language: string, months: readonly number[]): string =>
  months.length === MONTHS.length
    ? ''
    : runs(months)
        .map(([first, last]) =>
          first === last
            ? monthName(language, first)
            : `${monthName(language, first)}–${monthName(language, last)}`,
        )
        .join(', ');

/** Pairs of what is known and what it is; what nobody knows is left out. */
export function qualificationRows(
  t: TFunction,
  language: string,
  known: Qualification | null | undefined,
): [string, string][] {
  if (!known) return [];
  const demands = known.demands.map(({ text, months }) => {
    const season = seasonText(language, months);
    return season ? `${text} (${season})` : text;
  });
  const rows: [string, string][] = [
    ['budget', known.budget ? money(known.budget) : ''],
    ['touch_days', known.touch_days ? t('qualification.every', { count: known.touch_days }) : ''],
    ['demands', demands.join('\n')],
    ['category', known.category],
    ['lifetime_value', known.lifetime_value ? money(known.lifetime_value) : ''],
  ];
  return rows.filter(([, value]) => value !== '');
}
