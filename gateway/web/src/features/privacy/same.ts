/** Which other records are the same person: what is ticked, and what services have been asked about. */
interface Asked {
  same_persons: string[];
  related: { name: string; certain: boolean }[];
}

export const isTicked = (one: Asked['related'][number], chosen: string[]) =>
  one.certain || chosen.includes(one.name);

/** Whether something was ticked, or taken back, that nobody has looked at yet. */
export function isUnseen(demand: Asked, chosen: string[]): boolean {
  const sure = new Set(demand.related.filter((one) => one.certain).map((one) => one.name));
  const open = (names: string[]) => [...new Set(names)].filter((name) => !sure.has(name)).sort();
  return open(demand.same_persons).join() !== open(chosen).join();
}
