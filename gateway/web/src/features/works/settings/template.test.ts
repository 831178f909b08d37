import { describe, expect, it } from 'vitest';
import { before, blankStep, type Step, without } from './template';

const call = blankStep([], 'workActions/call', 'call');
const documents = blankStep([call], 'workActions/documents', 'documents');
const meeting = blankStep([call, documents], 'workActions/meeting', 'meeting');
const places = (steps: Step[]) => steps.map(({ id, after_step, after_sign }) => [id, after_step, after_sign]);

describe('steps of a campaign', () => {
  it('follow the one before with plus, the first follows none', () => {
    expect(places([call, documents, meeting])).toEqual([
      ['call', '', ''],
      ['documents', 'call', 'PLUS'],
      ['meeting', 'documents', 'PLUS'],
    ]);
    expect(before([call, documents, meeting], 2)).toEqual([call, documents]);
  });

  it('close up when one of them goes', () => {
    expect(places(without([call, documents, meeting], 1))).toEqual([
      ['call', '', ''],
      ['meeting', 'call', 'PLUS'],
    ]);
  });

  it('begin with the next one when the first goes', () => {
    const twice = { ...meeting, after_step: 'call' };
    expect(places(without([call, documents, twice], 0))).toEqual([
      ['documents', '', ''],
      ['meeting', 'documents', 'PLUS'],
    ]);
  });
});
