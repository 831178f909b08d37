import { Link } from '@tanstack/react-router';
import { idOf } from '@/shared/api/client';
import type { Party } from './api';
import s from './Relations.module.css';

/** Where a party is looked at: a contact among the people of its client. */
export const placeOf = (party: Party) =>
  party.kind === 'CONTACT'
    ? { id: idOf(party.counterparty), tab: 'contacts' }
    : { id: idOf(party.name), tab: undefined };

export function PartyLink({ party }: { party: Party }) {
  const { id, tab } = placeOf(party);
  return (
    <Link to="/counterparties/$id" params={{ id }} search={{ tab }} className={s.link}>
      {party.display_name}
    </Link>
  );
}

/** What tells it from others of its name. */
export const about = (party: Party) =>
  (party.kind === 'CONTACT'
    ? [party.job_title, party.counterparty_display_name]
    : [party.inn, party.owner_display_name]
  )
    .filter(Boolean)
    .join(' · ');
