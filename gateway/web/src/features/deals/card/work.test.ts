import { expect, it } from 'vitest';
import type { Funnel } from '../api';
import { nextStage, toTick } from './work';

type Stage = Funnel['stages'][number];
const stage = (id: string, ...items: string[]) =>
  ({ id, display_name: id, checklist: items.map((item) => ({ id: item, display_name: item })) }) as Stage;
const WAY = [stage('new', 'call', 'budget'), stage('offer', 'send'), stage('deal')];
const ids = (checked: string[], at = 'offer') =>
  toTick(WAY, { stage: at, checked_items: checked }).map(({ id }) => id);

it('shows the checklist of the stage and what is left of those behind', () => {
  expect(ids([])).toEqual(['call', 'budget', 'send']);
  expect(ids(['call', 'send'])).toEqual(['budget', 'send']);
  expect(ids(['call'], 'new')).toEqual(['call', 'budget']);
  expect(ids([], 'gone')).toEqual([]);
});

it('knows the next stage, and that nothing follows the last', () => {
  const after = (at: string) => nextStage(WAY, { stage: at, checked_items: [] })?.id;
  expect([after('new'), after('offer'), after('deal'), after('gone')]).toEqual([
    'offer',
    'deal',
    undefined,
    undefined,
  ]);
});
