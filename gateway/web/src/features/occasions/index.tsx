/** What other features may use of this one; it brings its own texts when it is shown. */
import { lazy, Suspense } from 'react';
import { loadTexts } from '@/shared/i18n';

const Block = lazy(async () => {
  const [module] = await Promise.all([import('./NearBlock'), loadTexts('occasions')]);
  return { default: module.NearBlock };
});

export const NearOccasions = ({ counterparty }: { counterparty: string }) => (
  <Suspense>
    <Block counterparty={counterparty} />
  </Suspense>
);
