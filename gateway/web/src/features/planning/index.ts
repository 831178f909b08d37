/** What other features may use of this one; it brings its own texts when it is shown. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

/** Secret links for one's own calendar programs. */
export const FeedLinks = lazy(async () => {
  const [module] = await Promise.all([import('./feeds/FeedLinks'), loadTexts('planner', 'activities')]);
  return { default: module.FeedLinks };
});
