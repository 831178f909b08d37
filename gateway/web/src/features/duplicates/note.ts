/** The note on a card, apart from the panel: whoever shows a card goes without that. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

export const BypassNote = lazy(async () => {
  const [module] = await Promise.all([import('./BypassNote'), loadTexts('duplicates')]);
  return { default: module.BypassNote };
});
