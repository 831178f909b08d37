/** Words of the registry in the reader's language; what it may say in future is shown as it is. */
import i18n from 'i18next';

const known = (key: string, otherwise: string) => (i18n.exists(key) ? String(i18n.t(key)) : otherwise);

export const statusText = (status: string) => known(`registry.status.${status}`, status);

export const warningText = (warning: string) =>
  known(
    `registry.warning.${warning}`,
    String(i18n.t('registry.warning.unknown', { status: warning.toUpperCase() })),
  );

/** Shape and colour go together with a word: red is a reason not to deal with it. */
export function statusColor(status: string): string {
  if (status === 'ACTIVE') return 'green';
  return status === 'LIQUIDATED' || status === 'BANKRUPT' ? 'red' : 'orange';
}
