/** What every view of the calendar is given. */
import type { WorkCard } from '../api';
import type { Landing } from '../useMoves';

export interface GridProps {
  works: WorkCard[];
  days: string[];
  zone: string;
  today: string;
  writes: boolean;
  onOpen: (card: WorkCard) => void;
  onMove: (card: WorkCard, landing: Landing) => void;
  /** A new work that day; at a minute of it, if one is pointed at. */
  onAdd: (day: string, minute?: number) => void;
}

/** Whether this one may be dragged: open, and one that may be seen. */
export const movable = (card: WorkCard, writes: boolean) =>
  writes && card.state === 'OPEN' && card.name !== '';
