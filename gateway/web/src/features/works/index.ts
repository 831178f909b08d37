/** What other features may use of this one; it brings its own texts when it is shown. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

export type { About } from './form/draft';
export { NewWork } from './forms';
export { WorksTab } from './WorksTab';

const texts = () => loadTexts('works', 'activities');

/** The works about one record, on its card. */
export const RecordWorks = lazy(async () => {
  const [module] = await Promise.all([import('./RecordWorks'), texts()]);
  return { default: module.RecordWorks };
});
