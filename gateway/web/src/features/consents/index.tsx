/** What other features may use of this one; each part brings its own texts when it is shown. */
import { type ComponentProps, lazy, Suspense } from 'react';
import { loadTexts } from '@/shared/i18n';
import { useCan } from '@/shared/session/session';

const texts = () => loadTexts('consents');

const Block = lazy(async () => {
  const [module] = await Promise.all([import('./ConsentsBlock'), texts()]);
  return { default: module.ConsentsBlock };
});
export const ConsentsDrawer = lazy(async () => {
  const [module] = await Promise.all([import('./ConsentsDrawer'), texts()]);
  return { default: module.ConsentsDrawer };
});

export function ConsentsBlock(props: ComponentProps<typeof Block>) {
  const can = useCan();
  if (!can('consents.read')) return null;
  return (
    <Suspense>
      <Block {...props} />
    </Suspense>
  );
}
