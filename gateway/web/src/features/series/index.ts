/** What other features may use of this one; it brings its own texts when it is shown. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

const texts = () => loadTexts('series', 'activities');

/** The part of a work's form that says how it repeats. */
export const RepeatFields = lazy(async () => {
  const [module] = await Promise.all([import('./RepeatFields'), texts()]);
  return { default: module.RepeatFields };
});

/** Only this one, this and following ones, or all. */
export const ScopeDialog = lazy(async () => {
  const [module] = await Promise.all([import('./ScopeDialog'), texts()]);
  return { default: module.ScopeDialog };
});

/** Asks how many go, and deletes them. */
export const RemoveRepeated = lazy(async () => {
  const [module] = await Promise.all([import('./RemoveRepeated'), texts()]);
  return { default: module.RemoveRepeated };
});

/** How a work repeats, in words. */
export const RuleLink = lazy(async () => {
  const [module] = await Promise.all([import('./RuleLink'), texts()]);
  return { default: module.RuleLink };
});
