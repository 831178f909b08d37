/** What of a free text can be filtered by: what is chosen, what is in sight, what is being typed. */
const MOST = 50;

export function offered(inSight: string[], chosen: string[], typed: string): string[] {
  const sought = typed.trim();
  const known = [...new Set(inSight.filter(Boolean))].sort((a, b) => a.localeCompare(b));
  const fitting = known.filter((each) => each.toLowerCase().includes(sought.toLowerCase()));
  return [...new Set([...chosen, ...fitting.slice(0, MOST), ...(sought ? [sought] : [])])];
}
