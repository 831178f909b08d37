/** What other features may use of this one; it brings its own texts when it is shown. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

export type { About } from './form/draft';
export { WorksTab } from './WorksTab';

const texts = () => loadTexts('works', 'activities');

/** The works about one record, on its card. */
export const RecordWorks = lazy(async () => {
  const [module] = await Promise.all([import('./RecordWorks'), texts()]);
  return { default: module.RecordWorks };
});

/** The form of a new work: `about` whom, `from` what is known of it already. */
export const NewWork = lazy(async () => {
  const [module] = await Promise.all([import('./form/WorkForm'), texts()]);
  return { default: module.NewWork };
});

export const EditWork = lazy(async () => {
  const [module] = await Promise.all([import('./form/EditWork'), texts()]);
  return { default: module.EditWork };
});

/** Plus or minus, the result, and what goes on from it. */
export const CloseWork = lazy(async () => {
  const [module] = await Promise.all([import('./closing/CloseWork'), texts()]);
  return { default: module.CloseWork };
});
