import { Skeleton } from '@mantine/core';
import s from './Relations.module.css';

export const Waiting = ({ h = 160 }: { h?: number }) => (
  <div className={s.waiting} aria-busy="true">
    <Skeleton h={h} />
  </div>
);
