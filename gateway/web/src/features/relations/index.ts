/** What other features may use of this one; it brings its own texts when it is shown. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

export const RelationsTab = lazy(async () => {
  const [module] = await Promise.all([import('./RelationsTab'), loadTexts('relations')]);
  return { default: module.RelationsTab };
});
