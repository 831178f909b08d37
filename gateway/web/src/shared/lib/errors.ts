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

/** What a request's body may be: its fields are named after it. */
const BODIES =
  'accounting_settings|agreement|api_key|assessment|assignment_rule|attachment|consent|' +
  'consent_purpose|contact|counterparty|counterparty_draft|custom_field|deal|fulfilment_note|' +
  'funnel|import|import_template|invoice|lead|lead_status|loss_reason|loyalty_program|' +
  'manager|note|obligation|org_unit|personal_data_request|price_list|product|professional_holiday|' +
  'relation|relation_kind|role|row|saved_view|segment|seller|settings|substitution|supplier_order|tenant|' +
  'user|vat_rate|work|work_action|work_plan|work_script|work_series|interaction|interaction_kind|' +
  'campaign_template|calendar_feed|notice_preferences|escalation_ladder|work_calendar';
const BODY = new RegExp(`^(?:${BODIES})\\.`);

/** `counterparty.phones[0].number` → `phones.0.number`, the form's own way to name a field. */
export const fieldPath = (field: string) => field.replace(/\[(\d+)\]/g, '.$1').replace(BODY, '');
