import type { ReactNode } from 'react';
import s from './Tag.module.css';

export const TAG_COLORS = ['gray', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'violet'] as const;

interface Props {
  color?: string;
  size?: 's' | 'm';
  dot?: boolean;
  title?: string;
  children: ReactNode;
}

/** A small coloured word: segment, state, market. Colour is never the only sign. */
export const Tag = ({ color = 'gray', size = 'm', dot, title, children }: Props) => (
  <span className={s.tag} data-color={color} data-size={size} title={title}>
    {dot && <span className={s.dot} aria-hidden />}
    <span className="ell">{children}</span>
  </span>
);
