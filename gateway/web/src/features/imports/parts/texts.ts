/** Texts of the import desk that depend on values: sizes, separators, problems. */
import i18n from 'i18next';
import { reasonText } from '@/shared/lib/errors';
import { count } from '@/shared/lib/format';
import type { ImportFile, Problem } from '../model';

const KB = 1024;

export function fileSize(bytes: number): string {
  if (bytes < KB * KB)
    return i18n.t('importsUi.file.sizeKb', { n: count(Math.max(1, Math.round(bytes / KB))) });
  const megabytes = bytes / KB / KB;
  return i18n.t('importsUi.file.sizeMb', { n: megabytes < 10 ? megabytes.toFixed(1) : count(megabytes) });
}

export function separatorText(file: ImportFile): string {
  if (file.format === 'XLSX') return i18n.t('importsUi.file.none');
  const names: Record<string, string> = { ';': 'semicolon', ',': 'comma', '\t': 'tab' };
  const name = names[file.separator];
  return name ? i18n.t(`importsUi.file.${name}`) : file.separator || i18n.t('importsUi.file.unknown');
}

export function encodingText(file: ImportFile): string {
  if (file.format === 'XLSX') return i18n.t('importsUi.file.none');
  return file.encoding || i18n.t('importsUi.file.unknown');
}

/** What is wrong, in the reader's language; English from the server as the last resort. */
export const problemText = (problem: Problem): string =>
  reasonText(problem.reason, { value: problem.value, field: fieldText(problem.field) }, problem.description);

/** How to fix it, if there is more to say than what is wrong. */
export function fixText(problem: Problem): string {
  const key = `fixes.${problem.reason}`;
  return i18n.exists(key) ? i18n.t(key, { value: problem.value }) : '';
}

export function fieldText(field: string): string {
  const key = `importsUi.fields.${field}`;
  return i18n.exists(key) ? i18n.t(key) : field;
}

/** «1 строка», «5 строк»: the number is written with spaces, the word agrees with it. */
export const rowsText = (n: number): string => i18n.t('importsUi.rows', { count: n, n: count(n) });
