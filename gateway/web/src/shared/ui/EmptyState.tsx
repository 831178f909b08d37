import { IconInbox } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import s from './states.module.css';

interface Props {
  icon?: ComponentType<{ size?: number; stroke?: number }>;
  tone?: 'accent' | 'red' | 'gray';
  title: string;
  hint?: ReactNode;
  /** The first thing to do here. */
  children?: ReactNode;
}

export const EmptyState = ({ icon: Icon = IconInbox, tone = 'accent', title, hint, children }: Props) => (
  <div className={s.state} role="status">
    <span className={s.icon} data-tone={tone} aria-hidden>
      <Icon size={26} stroke={1.6} />
    </span>
    <div className={s.title}>{title}</div>
    {hint && <p className={s.hint}>{hint}</p>}
    {children && <div className={s.actions}>{children}</div>}
  </div>
);
