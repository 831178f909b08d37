/** The names with `from` put in the place of `to`; nothing if that changes nothing. */
export function moved(names: readonly string[], from: string, to: string): string[] | undefined {
  const start = names.indexOf(from);
  const end = names.indexOf(to);
  if (start < 0 || end < 0 || start === end) return undefined;
  const rest = names.filter((name) => name !== from);
  rest.splice(end, 0, from);
  return rest;
}
