import { lazy } from 'react';

/** Comes after the page itself: nobody waits for what he was told. */
export const NoticesBell = lazy(() => import('./NoticesBell').then((m) => ({ default: m.NoticesBell })));
