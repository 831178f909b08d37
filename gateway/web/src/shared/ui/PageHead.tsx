import type { ReactNode } from 'react';
import { useTitle } from '../lib/useTitle';
import s from './PageHead.module.css';

interface Props {
  title: ReactNode;
  /** Count or state beside the title. */
  aside?: ReactNode;
  /** Buttons at the right. */
  children?: ReactNode;
}

/** The first line of every screen; the browser's tab is named after it too. */
export function PageHead({ title, aside, children }: Props) {
  useTitle(typeof title === 'string' ? title : undefined);
  return (
    <div className={s.head}>
      <h1 className={s.title}>{title}</h1>
      {aside && <div className={s.aside}>{aside}</div>}
      <div className={s.actions}>{children}</div>
    </div>
  );
}
