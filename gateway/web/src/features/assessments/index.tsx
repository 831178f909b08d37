/** What other features may use of this one; it brings its own texts when it is shown. */
import { type ComponentProps, lazy, Suspense } from 'react';
import { loadTexts } from '@/shared/i18n';

const Block = lazy(async () => {
  const [module] = await Promise.all([import('./AttitudeBlock'), loadTexts('assessments')]);
  return { default: module.AttitudeBlock };
});

export function Attitude(props: ComponentProps<typeof Block>) {
  if (props.row.hidden_fields.includes('satisfaction')) return null;
  return (
    <Suspense>
      <Block {...props} />
    </Suspense>
  );
}
