import { Tabs } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import s from './TabList.module.css';

interface Props {
  label?: string;
  /** Which one is open. */
  open: string;
  children: ReactNode;
}

/** The tabs of a card in one line: what is too long for it scrolls, and the open one is in sight. */
export function TabList({ label, open, children }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const shown = list.current?.querySelector<HTMLElement>(`[role=tab][id$="-${open}"]`);
    if (shown && list.current) list.current.scrollLeft = shown.offsetLeft - 48;
  }, [open]);
  return (
    <Tabs.List ref={list} className={s.list} aria-label={label}>
      {children}
    </Tabs.List>
  );
}
