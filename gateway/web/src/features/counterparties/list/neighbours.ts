/** The list a card was opened from, for its previous and next buttons. */

let opened: readonly string[] = [];

export function rememberList(names: readonly string[]) {
  opened = names;
}

export function neighbours(name: string): { previous?: string; next?: string } {
  const at = opened.indexOf(name);
  return at < 0 ? {} : { previous: opened[at - 1], next: opened[at + 1] };
}
