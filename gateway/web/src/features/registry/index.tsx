import { type ComponentProps, lazy, Suspense } from 'react';

export { settingsQuery as registrySettingsQuery } from './api';
export { RegistryBadge } from './RegistryBadge';
export { type LookupOptions, type RegistryLookup, useRegistryLookup } from './useRegistryLookup';

// The card and its head are there before anybody asks the registry.
const Entry = lazy(() => import('./RegistryEntry').then((module) => ({ default: module.RegistryEntry })));
const Fill = lazy(() => import('./RegistryFill').then((module) => ({ default: module.RegistryFill })));

export const RegistryEntry = (props: ComponentProps<typeof Entry>) => (
  <Suspense>
    <Entry {...props} />
  </Suspense>
);

export const RegistryFill = (props: ComponentProps<typeof Fill>) => (
  <Suspense>
    <Fill {...props} />
  </Suspense>
);
