/** What cards may use of this folder; it brings its own texts when it is shown. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

export type { PersonTab } from './PersonDrawer';
export type { Subject } from './texts';

export const PersonDrawer = lazy(async () => {
  const [module] = await Promise.all([import('./PersonDrawer'), loadTexts('history', 'card', 'fields')]);
  return { default: module.PersonDrawer };
});
export const Trail = lazy(async () => {
  const [module] = await Promise.all([import('./Trail'), loadTexts('history', 'card', 'fields')]);
  return { default: module.Trail };
});
export const History = lazy(async () => {
  const [module] = await Promise.all([import('./History'), loadTexts('history')]);
  return { default: module.History };
});
