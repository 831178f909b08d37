export { settingsQuery as registrySettingsQuery } from './api';
export { RegistryBadge, RegistryEntry } from './RegistryEntry';
export { RegistryFill } from './RegistryFill';
export { entryText } from './texts';
export { type LookupOptions, type RegistryLookup, useRegistryLookup } from './useRegistryLookup';
