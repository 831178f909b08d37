import { lazy } from 'react';

// It comes when it is asked for.
export const ExplainDrawer = lazy(() => import('./ExplainDrawer'));
