import { Skeleton } from '@mantine/core';
import s from './states.module.css';

export const PageSkeleton = () => (
  <div className={s.skeleton} aria-busy="true">
    <Skeleton h={28} w={220} />
    <Skeleton h={120} />
    <Skeleton h={320} />
  </div>
);
