/** What other features may use of this one; each part brings its own texts when it is shown. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

const texts = () => loadTexts('merging', 'fields', 'cp', 'counterparties');

export const MergeDialog = lazy(async () => {
  const [module] = await Promise.all([import('./MergeDialog'), texts()]);
  return { default: module.MergeDialog };
});
export const MergeWithDialog = lazy(async () => {
  const [module] = await Promise.all([import('./MergeWithDialog'), texts()]);
  return { default: module.MergeWithDialog };
});
export const MergedFrom = lazy(async () => {
  const [module] = await Promise.all([import('./MergedFrom'), texts()]);
  return { default: module.MergedFrom };
});
export const MergeContactsDialog = lazy(async () => {
  const [module] = await Promise.all([import('./MergeContactsDialog'), texts()]);
  return { default: module.MergeContactsDialog };
});
export const HistoryOf = lazy(async () => {
  const [module] = await Promise.all([import('./HistoryOf'), texts()]);
  return { default: module.HistoryOf };
});
export const BulkMergeDialog = lazy(async () => {
  const [module] = await Promise.all([import('./BulkMergeDialog'), texts()]);
  return { default: module.BulkMergeDialog };
});
export { MOST_MERGED } from './limits';
