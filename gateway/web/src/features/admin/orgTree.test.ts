import { describe, expect, it } from 'vitest';
import type { OrgUnit } from './orgTree';
import {
  afterMove,
  canDelete,
  moveRefusal,
  pathLabel,
  peopleCounts,
  subtreeOf,
  targetsOf,
  treeOf,
  visibleNodes,
} from './orgTree';

const unit = (name: string, parent: string, display_name = name): OrgUnit => ({
  name,
  display_name,
  kind: 'DEPARTMENT',
  parent,
  path: [],
  head: '',
  time_zone: '',
  create_time: '',
  update_time: '',
  etag: '1',
});
const units = [unit('co', ''), unit('b2', 'co', 'Филиал 10'), unit('b1', 'co', 'Филиал 2'), unit('d1', 'b1')];
const names = (tree = treeOf(units), closed = new Set<string>()) =>
  visibleNodes(tree, closed).map((n) => `${n.depth}${n.unit.name}`);

describe('treeOf', () => {
  it('sorts siblings as people do and nests children', () => {
    expect(names()).toEqual(['0co', '1b1', '2d1', '1b2']);
  });
  it('hides what is under a closed unit', () => {
    expect(names(treeOf(units), new Set(['b1']))).toEqual(['0co', '1b1', '1b2']);
  });
  it('keeps a unit whose parent is not visible', () => {
    expect(names(treeOf(units.slice(1)))).toEqual(['0b1', '1d1', '0b2']);
  });
});

describe('moves', () => {
  it('never go into the subtree, to the same place, or from the top', () => {
    expect(moveRefusal(units, 'b1', 'd1')).toBe('INTO_ITSELF');
    expect(moveRefusal(units, 'b1', 'b1')).toBe('INTO_ITSELF');
    expect(moveRefusal(units, 'b1', 'co')).toBe('SAME_PARENT');
    expect(moveRefusal(units, 'co', 'b1')).toBe('ROOT');
    expect(moveRefusal(units, 'b1', 'gone')).toBe('NO_PARENT');
    expect(moveRefusal(units, 'b1', 'b2')).toBeNull();
  });
  it('offer only places that make sense', () => {
    expect(targetsOf(units, 'd1').map((n) => n.unit.name)).toEqual(['co', 'b2']);
    expect(targetsOf(units, 'co')).toEqual([]);
  });
  it('take the subtree along', () => {
    const moved = afterMove(units, 'b1', 'b2');
    expect(names(treeOf(moved))).toEqual(['0co', '1b2', '2b1', '3d1']);
    expect([...subtreeOf(moved, 'b2')].toSorted()).toEqual(['b1', 'b2', 'd1']);
  });
});

it('counts people in the unit and under it, without the barred', () => {
  const users = [
    { org_unit: 'd1', state: 'ACTIVE' },
    { org_unit: 'b1', state: 'INVITED' },
    { org_unit: 'b2', state: 'DISABLED' },
  ];
  const counts = peopleCounts(units, users);
  expect(counts.get('co')).toEqual({ direct: 0, total: 2 });
  expect(counts.get('b1')).toEqual({ direct: 1, total: 2 });
  expect(counts.get('b2')).toEqual({ direct: 0, total: 0 });
});

it('lets only an empty unit go', () => {
  expect(canDelete(units, [], 'b1')).toBe(false);
  expect(canDelete(units, [{ org_unit: 'd1' }], 'd1')).toBe(false);
  expect(canDelete(units, [], 'd1')).toBe(true);
  expect(canDelete([unit('co', '')], [], 'co')).toBe(false);
});

it('labels a unit by its path', () => {
  expect(pathLabel(units, 'd1')).toBe('Филиал 2 / d1');
  expect(pathLabel(units, 'co')).toBe('co');
  expect(pathLabel(units, 'gone')).toBe('');
});
