import type { Missing } from '../api';

export function needText(t: (key: string, values?: Record<string, string>) => string, one: Missing): string {
  if (one.need === 'FIELD') return t('deals.needs.FIELD', { what: t(`fields.deals.${one.key}`) });
  const titled = one.display_name || one.key;
  // Of what this service states itself the key is none of anybody's dictionary.
  const what = one.need === 'DOCUMENT' ? t(`deals.documents.${one.key}`, { defaultValue: titled }) : titled;
  return t(`deals.needs.${one.need}`, { what });
}
