/** The org tree's rules: the tree from the flat list, who counts where, and which moves make sense. */

import type { OrgUnit } from '@/shared/api/types';

export type { OrgUnit };
export type UnitKind = Exclude<OrgUnit['kind'], ''>;

export interface UnitNode {
  unit: OrgUnit;
  depth: number;
  children: UnitNode[];
}

const byName = new Intl.Collator('ru', { numeric: true, sensitivity: 'base' });

/** Trees of the units; one whose parent is not visible to the caller stands at the top. */
export function treeOf(units: readonly OrgUnit[]): UnitNode[] {
  const known = new Set(units.map((u) => u.name));
  const children = new Map<string, OrgUnit[]>();
  for (const unit of units) {
    const parent = known.has(unit.parent) ? unit.parent : '';
    children.set(parent, [...(children.get(parent) ?? []), unit]);
  }
  const grow = (parent: string, depth: number): UnitNode[] =>
    (children.get(parent) ?? [])
      .toSorted((a, b) => byName.compare(a.display_name, b.display_name))
      .map((unit) => ({ unit, depth, children: grow(unit.name, depth + 1) }));
  return grow('', 0);
}

/** The rows to draw, top down; `closed` units hide what is under them. */
export function visibleNodes(tree: readonly UnitNode[], closed: ReadonlySet<string>): UnitNode[] {
  return tree.flatMap((node) => [
    node,
    ...(closed.has(node.unit.name) ? [] : visibleNodes(node.children, closed)),
  ]);
}

/** The unit and all units under it. */
export function subtreeOf(units: readonly OrgUnit[], name: string): Set<string> {
  const found = new Set([name]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const unit of units) {
      if (found.has(unit.name) || !found.has(unit.parent)) continue;
      found.add(unit.name);
      grown = true;
    }
  }
  return found;
}

export type MoveRefusal = 'ROOT' | 'SAME_PARENT' | 'INTO_ITSELF' | 'NO_PARENT';

/** Why a unit may not go under the parent; null if it may. The server judges again. */
export function moveRefusal(units: readonly OrgUnit[], name: string, parent: string): MoveRefusal | null {
  const unit = units.find((u) => u.name === name);
  if (!unit || !units.some((u) => u.name === parent)) return 'NO_PARENT';
  if (unit.parent === '') return 'ROOT';
  if (subtreeOf(units, name).has(parent)) return 'INTO_ITSELF';
  return unit.parent === parent ? 'SAME_PARENT' : null;
}

/** Where a unit may go, in the order of the tree. */
export const targetsOf = (units: readonly OrgUnit[], name: string): UnitNode[] =>
  visibleNodes(treeOf(units), new Set()).filter(({ unit }) => moveRefusal(units, name, unit.name) === null);

/** The list as it will be after the move, to paint it before the server answers. */
export const afterMove = (units: readonly OrgUnit[], name: string, parent: string): OrgUnit[] =>
  units.map((unit) => (unit.name === name ? { ...unit, parent } : unit));

export interface PeopleCount {
  direct: number;
  total: number;
}

/** Units hold the people of the units under them too. */
export function peopleCounts(
  units: readonly OrgUnit[],
  users: readonly { org_unit: string; state: string }[],
): Map<string, PeopleCount> {
  const parents = new Map(units.map((u) => [u.name, u.parent]));
  const counts = new Map<string, PeopleCount>(units.map((u) => [u.name, { direct: 0, total: 0 }]));
  for (const user of users) {
    if (user.state === 'DISABLED') continue;
    const own = counts.get(user.org_unit);
    if (own) own.direct += 1;
    const seen = new Set<string>();
    for (let at: string | undefined = user.org_unit; at && !seen.has(at); at = parents.get(at)) {
      seen.add(at);
      const count = counts.get(at);
      if (count) count.total += 1;
    }
  }
  return counts;
}

/** Only an empty unit can go: no people (barred ones count), nothing under it, and not the root. */
export function canDelete(
  units: readonly OrgUnit[],
  users: readonly { org_unit: string }[],
  name: string,
): boolean {
  const unit = units.find((u) => u.name === name);
  if (!unit || unit.parent === '') return false;
  return !units.some((u) => u.parent === name) && !users.some((u) => u.org_unit === name);
}

/** «Branch / Department», for pickers and lists; the company itself is named only where it stands alone. */
export function pathLabel(units: readonly OrgUnit[], name: string): string {
  const known = new Map(units.map((u) => [u.name, u]));
  const labels: string[] = [];
  for (let unit = known.get(name); unit && labels.length < 20; unit = known.get(unit.parent)) {
    if (unit.parent !== '' || labels.length === 0) labels.unshift(unit.display_name);
  }
  return labels.join(' / ');
}

/** What a new unit most likely is, by where it is made. */
export const childKind = (kind: UnitKind | ''): UnitKind =>
  kind === 'COMPANY' ? 'BRANCH' : kind === 'BRANCH' ? 'DEPARTMENT' : 'GROUP';
