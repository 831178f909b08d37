/** Words of the registry in the reader's language; what it may say in future is shown as it is. */
import i18n from 'i18next';
import type { Entry } from './model';

const known = (key: string, otherwise: string) => (i18n.exists(key) ? String(i18n.t(key)) : otherwise);

export const statusText = (status: string) => known(`registry.status.${status}`, status);

/** An entry in one line, for the history. */
export const entryText = ({ status, short_name, director_name, legal_address }: Entry) =>
  [status && statusText(status), short_name, director_name, legal_address].filter(Boolean).join('; ');

export const warningText = (warning: string) =>
  known(
    `registry.warning.${warning}`,
    String(i18n.t('registry.warning.unknown', { status: warning.toUpperCase() })),
  );
