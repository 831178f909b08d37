import type { ReactNode } from 'react';
import s from './PageHead.module.css';

interface Props {
  title: ReactNode;
  /** Count or state beside the title. */
  aside?: ReactNode;
  /** Buttons at the right. */
  children?: ReactNode;
}

/** The first line of every screen. */
export const PageHead = ({ title, aside, children }: Props) => (
  <div className={s.head}>
    <h1 className={s.title}>{title}</h1>
    {aside && <div className={s.aside}>{aside}</div>}
    <div className={s.actions}>{children}</div>
  </div>
);
