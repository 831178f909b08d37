/** The last cards opened in this browser, newest first. */

export interface Recent {
  name: string;
  title: string;
}

const KEY = 'crm-recent';
const KEPT = 8;

export function add(list: readonly Recent[], entry: Recent): Recent[] {
  return [entry, ...list.filter((other) => other.name !== entry.name)].slice(0, KEPT);
}

export function readRecent(tenantUser: string): Recent[] {
  try {
    const stored = JSON.parse(localStorage.getItem(`${KEY}:${tenantUser}`) ?? '[]');
    return Array.isArray(stored) ? stored : [];
  } catch {
    return [];
  }
}

export function keepRecent(tenantUser: string, entry: Recent) {
  localStorage.setItem(`${KEY}:${tenantUser}`, JSON.stringify(add(readRecent(tenantUser), entry)));
}
