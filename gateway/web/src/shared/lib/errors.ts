/** Refusals in the reader's words: by reason code, else the title the server sent. */
import i18n from 'i18next';
import { ApiError } from '../api/client';

export function reasonText(reason: string, metadata: Record<string, string> = {}, fallback = ''): string {
  const key = `errors.${reason}`;
  return i18n.exists(key) ? String(i18n.t(key, metadata)) : fallback || String(i18n.t('errors.UNKNOWN'));
}

export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return String(i18n.t('errors.UNKNOWN'));
  const { reason, metadata, title, service, detail } = error.problem;
  return reasonText(reason, { ...metadata, service: service ?? '' }, title || detail);
}

/** Messages by field, `counterparty.inn` and `inn` alike, for a form to show at its fields. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const found: Record<string, string> = {};
  for (const problem of error.problem.fields ?? []) {
    const field = fieldPath(problem.field);
    found[field] ??= reasonText(problem.reason, error.problem.metadata, problem.description);
  }
  return found;
}

/** `counterparty.phones[0].number` → `phones.0.number`, the form's own way to name a field. */
export function fieldPath(field: string): string {
  return field
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/^(counterparty|contact|note|segment|user|org_unit|role|saved_view|api_key)\./, '');
}
