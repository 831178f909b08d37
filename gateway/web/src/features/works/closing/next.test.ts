import { describe, expect, it } from 'vitest';
import type { WorkAction } from '../api';
import { proposed, resultsFor, usualNext } from './next';

const FRIDAY = '2026-11-20';
const result = (id: string, sign: '' | 'PLUS' | 'MINUS', archived = false) => ({
  id,
  display_name: id,
  sign,
  archived,
});
const action = {
  name: 'workActions/call',
  results: [result('yes', 'PLUS'), result('no', 'MINUS'), result('later', ''), result('old', '', true)],
  next: [
    { sign: 'MINUS', result: '', action: 'workActions/letter', planned_result: '', delay_days: 3 },
    { sign: 'PLUS', result: '', action: 'workActions/documents', planned_result: 'drawn', delay_days: 1 },
    { sign: '', result: 'later', action: 'workActions/call', planned_result: '', delay_days: 5 },
  ],
} as unknown as WorkAction;

describe('what a work is closed with', () => {
  it('offers results that do not mean the other sign', () => {
    expect(resultsFor(action, 'PLUS').map(({ id }) => id)).toEqual(['yes', 'later']);
    expect(resultsFor(action, '').map(({ id }) => id)).toEqual(['yes', 'no', 'later']);
    expect(resultsFor(undefined, 'PLUS')).toEqual([]);
  });

  it('goes on as the action proposes for the sign', () => {
    expect(proposed(action, 'PLUS', 'yes', FRIDAY)).toMatchObject({
      action: 'workActions/documents',
      planned_result: 'drawn',
      when: { kind: 'DAY', date: '2026-11-23' },
    });
  });

  it('goes on rather as proposed for the result', () => {
    expect(proposed(action, 'PLUS', 'later', FRIDAY)?.action).toBe('workActions/call');
    expect(proposed(action, '', '', FRIDAY)).toBeUndefined();
    expect(proposed(undefined, 'PLUS', '', FRIDAY)).toBeUndefined();
  });

  it('else with the same on the next working day', () => {
    expect(usualNext(action, FRIDAY)).toMatchObject({
      action: 'workActions/call',
      when: { date: '2026-11-23' },
    });
  });
});
