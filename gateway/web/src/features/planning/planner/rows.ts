/** What the rows of the planner are given. */
import type { PlannerRow, WorkCard } from '../api';
import { daysTaken, toDay } from '../moving';
import type { Landing } from '../useMoves';

export interface RowsProps {
  days: string[];
  zone: string;
  today: string;
  writes: boolean;
  onOpen: (card: WorkCard) => void;
  onMove: (card: WorkCard, landing: Landing) => void;
  onAdd?: (owner: string, day: string) => void;
  /** All that somebody has to do, to others. */
  onHandOver?: (row: PlannerRow) => void;
}

export interface Rows extends RowsProps {
  rows: PlannerRow[];
}

/** What a drop into somebody's day means; nothing, if it lies there already. */
export function landing(card: WorkCard, user: string, day: string, zone: string): Landing | null {
  const [first] = daysTaken(card, zone);
  const when = first === day ? undefined : toDay(card, day, zone);
  const owner = card.owner === user ? undefined : user;
  return when || owner !== undefined ? { when, owner, cell: { user, day } } : null;
}
