export { RegistryBadge, RegistryEntry } from './RegistryEntry';
export { RegistryFill } from './RegistryFill';
export { type LookupOptions, type RegistryLookup, useRegistryLookup } from './useRegistryLookup';
