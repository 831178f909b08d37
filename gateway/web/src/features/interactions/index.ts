/** What other features may use of this one; it brings its own texts when it is shown. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

const texts = () => loadTexts('interactions', 'works', 'activities');

/** The form of a new one: `about` whom, as far as that is known. */
export const NewInteraction = lazy(async () => {
  const [module] = await Promise.all([import('./InteractionForm'), texts()]);
  return { default: module.NewInteraction };
});

/** One interaction at the screen's edge, wherever one comes from. */
export const InteractionDrawer = lazy(async () => {
  const [module] = await Promise.all([import('./InteractionDrawer'), texts()]);
  return { default: module.InteractionDrawer };
});
