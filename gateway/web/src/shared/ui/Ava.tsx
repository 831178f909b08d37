import { memo } from 'react';
import { initials } from '../lib/format';
import s from './Ava.module.css';

const HUES = 8;

/** An avatar of initials without a dependency: cheap enough for a 100k-row grid. */
export const Ava = memo(function Ava({ name, size = 's' }: { name: string; size?: 's' | 'm' | 'l' }) {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return (
    // The letters come from CSS: they are a picture, not a part of any button's name.
    <span
      aria-hidden
      className={s.ava}
      data-size={size}
      data-hue={hash % HUES}
      data-letters={initials(name)}
    />
  );
});
