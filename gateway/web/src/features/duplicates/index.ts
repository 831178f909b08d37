/** What other features may use of this one. The panel's texts are `duplicates`; the note brings its own. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

export type { DuplicateDraft } from './api';
export { DuplicatesPanel } from './DuplicatesPanel';
export { supplement } from './supplement';

export const BypassNote = lazy(async () => {
  const [module] = await Promise.all([import('./BypassNote'), loadTexts('duplicates')]);
  return { default: module.BypassNote };
});
