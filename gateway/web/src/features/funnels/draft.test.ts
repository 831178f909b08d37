import { describe, expect, it } from 'vitest';
import { asks, countAsked, type Draft, moved, NOTHING_ASKED, newStage, toBody } from './draft';

const stages = () => [
  newStage('А'),
  { ...newStage('Б'), conditions: { ...NOTHING_ASKED, sale_terms: true } },
  newStage('В'),
];
const titles = (of: { display_name: string }[]) => of.map((each) => each.display_name).join('');

describe('a funnel on its form', () => {
  it('moves a stage by one place, not past the ends', () => {
    expect(titles(moved(stages(), 0, 1))).toBe('БАВ');
    expect(titles(moved(stages(), 2, -1))).toBe('АВБ');
    expect(titles(moved(stages(), 0, -1))).toBe('АБВ');
    expect(titles(moved(stages(), 2, 1))).toBe('АБВ');
  });

  it('asks for nothing at its first stage', () => {
    expect(asks(moved(stages(), 1, -1)[0]?.conditions ?? null)).toBe(false);
    expect(countAsked({ ...NOTHING_ASKED, fields: ['amount'], paid_percent: 50, checklist: true })).toBe(3);
  });

  it('is sent without what only the form knows, and without stages if it has no process', () => {
    const draft: Draft = {
      display_name: 'Опт',
      kind: 'MANUAL',
      stages: stages(),
      win_conditions: { ...NOTHING_ASKED, paid_percent: 100 },
    };
    expect(toBody(draft).stages?.map((stage) => Object.hasOwn(stage, 'key'))).toEqual([false, false, false]);
    expect(toBody({ ...draft, kind: 'NONE' }).stages).toEqual([]);
    expect(toBody(draft).win_conditions?.paid_percent).toBe(100);
    const call = { id: '', key: '', display_name: 'Позвонить', due_days: 1 };
    const works = [call, { ...call, display_name: ' ' }];
    const planned = { ...draft, stages: [{ ...newStage('А'), works }] };
    expect(toBody(planned).stages?.[0]?.works).toEqual([call]);
  });
});
