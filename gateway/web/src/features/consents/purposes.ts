import type { TFunction } from 'i18next';
import type { Purpose } from './api';

/** Those that every tenant has are called in the reader's language. */
export const titleOf = (purpose: Purpose, t: TFunction): string =>
  purpose.built_in ? t(`enums.ConsentPurpose.Kind.${purpose.kind}`) : purpose.display_name;
