/** Drafts begun in this tab that the server does not know yet: a reload must not ask it for them. */
import { requestId } from '@/shared/api/client';

const key = (id: string) => `crm-fresh-draft:${id}`;

export function begin(): string {
  const id = requestId();
  sessionStorage.setItem(key(id), '1');
  return id;
}

export const isFresh = (id: string) => sessionStorage.getItem(key(id)) !== null;
export const isKept = (id: string) => sessionStorage.removeItem(key(id));
