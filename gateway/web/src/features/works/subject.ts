/** What kind of record a work may be about, and where it opens. */
import type { LinkProps } from '@tanstack/react-router';
import { idOf } from '@/shared/api/client';

export const KIND_OF_SUBJECT = ['counterparties', 'contacts', 'leads', 'deals'] as const;
export type SubjectKind = (typeof KIND_OF_SUBJECT)[number];

export const subjectKind = (name: string): SubjectKind | undefined =>
  KIND_OF_SUBJECT.find((kind) => name.startsWith(`${kind}/`));

const PLACES = {
  counterparties: '/counterparties/$id',
  leads: '/leads/$id',
  deals: '/deals/$id',
} as const;

/** The card of a record; a contact has none of its own. */
export function placeOf(name: string): Pick<LinkProps, 'to' | 'params'> | undefined {
  const kind = subjectKind(name);
  if (!kind || kind === 'contacts') return undefined;
  return { to: PLACES[kind], params: { id: idOf(name) } };
}
