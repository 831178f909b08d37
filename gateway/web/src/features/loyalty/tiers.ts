/** Tiers of a program while somebody types them (pure). */
import type { Program, ProgramInput } from './api';

export interface Tier {
  id: number;
  turnover: string;
  percent: string;
}

/** «1 200,5» → 1200.5; what is no number goes as it is, to be refused in words. */
export const number = (text: string) => text.replace(/[\s\u00a0]/g, '').replace(',', '.');

export const tiersOf = (program?: Program): Tier[] =>
  program?.tiers.map(({ turnover, percent }, id) => ({
    id,
    turnover: turnover ? String(Number(turnover.amount)) : '0',
    percent,
  })) ?? [{ id: 0, turnover: '0', percent: '' }];

/** By turnover, as they have to rise; one that says nothing stays out. */
export const inputOf = (tiers: readonly Tier[]): ProgramInput['tiers'] =>
  tiers
    .filter(({ turnover, percent }) => turnover.trim() || percent.trim())
    .map(({ turnover, percent }) => ({
      turnover: { amount: number(turnover) || '0', currency: 'RUB' },
      percent: number(percent),
    }))
    .sort((one, other) => Number(one.turnover.amount) - Number(other.turnover.amount));
