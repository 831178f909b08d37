/** Works for many at once; other features open the form, which brings its own texts. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

export type { Source } from './draft';

const texts = () => loadTexts('campaigns', 'works', 'activities', 'counterparties');

export const MassDrawer = lazy(async () => {
  const [module] = await Promise.all([import('./MassDrawer'), texts()]);
  return { default: module.MassDrawer };
});

/** Works that were chosen go to others. */
export const ReassignDrawer = lazy(async () => {
  const [module] = await Promise.all([import('./ReassignDrawer'), texts()]);
  return { default: module.ReassignDrawer };
});

/** Those of one person, such as who fell ill. */
export const ReassignOf = lazy(async () => {
  const [module] = await Promise.all([import('./ReassignDrawer'), texts()]);
  return { default: module.ReassignOf };
});

export const PostponeMany = lazy(async () => {
  const [module] = await Promise.all([import('./ManyDialogs'), texts()]);
  return { default: module.PostponeMany };
});

export const CancelMany = lazy(async () => {
  const [module] = await Promise.all([import('./ManyDialogs'), texts()]);
  return { default: module.CancelMany };
});
