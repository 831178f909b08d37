/** What cards show of this feature; it brings its own texts when it is opened. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

/** All that happened about one record, whichever service it happened in. */
export const Timeline = lazy(async () => {
  const [module] = await Promise.all([import('./Timeline'), loadTexts('timeline')]);
  return { default: module.Timeline };
});

/** Who of ours was in touch with a client of late. */
export const Touches = lazy(async () => {
  const [module] = await Promise.all([import('./Touches'), loadTexts('timeline')]);
  return { default: module.Touches };
});
