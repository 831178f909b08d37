/** The form of a work for whoever shows grids: without what only cards need. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

/** The form of a new work: `about` whom, `from` what is known of it already. */
export const NewWork = lazy(async () => {
  const [module] = await Promise.all([import('./form/WorkForm'), loadTexts('works', 'activities')]);
  return { default: module.NewWork };
});
