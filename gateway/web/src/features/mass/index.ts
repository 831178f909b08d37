/** Works for many at once; other features open the form, which brings its own texts. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

export type { Source } from './draft';

export const MassDrawer = lazy(async () => {
  const [module] = await Promise.all([
    import('./MassDrawer'),
    loadTexts('campaigns', 'works', 'activities', 'counterparties'),
  ]);
  return { default: module.MassDrawer };
});
