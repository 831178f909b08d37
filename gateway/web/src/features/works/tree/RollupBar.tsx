import { useTranslation } from 'react-i18next';
import { count } from '@/shared/lib/format';
import { type Rollup, total } from './api';
import s from './Tree.module.css';

const PARTS = ['plus', 'minus', 'overdue', 'open', 'cancelled'] as const;
type Part = (typeof PARTS)[number];

/** How works stand, as one bar with its numbers in words: plus, minus, overdue, open, not needed. */
export function RollupBar({ rollup, label }: { rollup: Rollup; label?: string }) {
  const { t } = useTranslation();
  const all = total(rollup);
  if (!all) return null;
  const of: Record<Part, number> = { ...rollup, open: rollup.open - rollup.overdue };
  const parts = PARTS.filter((part) => of[part] > 0);
  const text = parts.map((part) => t(`tree.${part}`, { count: of[part], shown: count(of[part]) })).join(', ');
  return (
    <div className={s.rollup} role="img" aria-label={label ? `${label}: ${text}` : text} title={text}>
      <span className={s.bar}>
        {parts.map((part) => (
          <span key={part} data-part={part} style={{ width: `${(of[part] / all) * 100}%` }} />
        ))}
      </span>
      <span className={s.numbers} aria-hidden>
        {parts.map((part) => (
          <span key={part} data-part={part}>
            {part === 'plus' ? '+' : part === 'minus' ? '−' : ''}
            {count(of[part])}
          </span>
        ))}
      </span>
    </div>
  );
}
