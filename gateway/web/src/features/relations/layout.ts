/** Where the parties of a graph stand: rings around the centre, each next to whom it is met through. */

export interface Point {
  x: number;
  y: number;
}
interface Node {
  name: string;
  distance: number;
}
interface Line {
  source: string;
  target: string;
}

const RING = 115;
/** What a name under its circle needs. */
const ROOM = 96;

/** Whom each party is met through: the first one a step nearer to the centre. */
function children(nodes: readonly Node[], lines: readonly Line[]): Map<string, string[]> {
  const distances = new Map(nodes.map((node) => [node.name, node.distance]));
  const parents = new Map<string, string>();
  for (const { source, target } of lines) {
    for (const [near, far] of [
      [source, target],
      [target, source],
    ] as const) {
      if (distances.get(far) === (distances.get(near) ?? Number.NaN) + 1 && !parents.has(far)) {
        parents.set(far, near);
      }
    }
  }
  const found = new Map<string, string[]>();
  for (const { name } of nodes) {
    const parent = parents.get(name);
    if (parent) found.set(parent, [...(found.get(parent) ?? []), name]);
  }
  return found;
}

/** `wider`: how much wider than high the place for it is. */
export function radial(nodes: readonly Node[], lines: readonly Line[], wider = 1): Map<string, Point> {
  const centre = nodes[0];
  const places = new Map<string, Point>();
  if (!centre) return places;
  const below = children(nodes, lines);
  const weights = new Map<string, number>();
  const weigh = (name: string): number => {
    const weight = Math.max(
      1,
      (below.get(name) ?? []).reduce((sum, child) => sum + weigh(child), 0),
    );
    weights.set(name, weight);
    return weight;
  };
  const total = weigh(centre.name);
  const radii = ringRadii(nodes, total);
  const place = (name: string, distance: number, from: number, to: number) => {
    const angle = (from + to) / 2;
    const radius = radii[distance] ?? 0;
    places.set(name, { x: wider * radius * Math.cos(angle), y: radius * Math.sin(angle) });
    let start = from;
    for (const child of below.get(name) ?? []) {
      const end = start + ((to - from) * weights.get(child)!) / weights.get(name)!;
      place(child, distance + 1, start, end);
      start = end;
    }
  };
  // The first one stands at the top.
  place(centre.name, 0, -Math.PI / 2, (3 * Math.PI) / 2);
  return places;
}

/** Wide enough for the names on each ring, though no wider than those on it need. */
function ringRadii(nodes: readonly Node[], total: number): number[] {
  const radii = [0];
  const deepest = Math.max(...nodes.map((node) => node.distance));
  for (let distance = 1; distance <= deepest; distance += 1) {
    const last = distance === deepest;
    const count = last ? total : nodes.filter((node) => node.distance === distance).length;
    radii.push(Math.max(radii[distance - 1]! + RING, (count * ROOM) / (2 * Math.PI)));
  }
  return radii;
}
