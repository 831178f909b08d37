/** Texts of the import desk that depend on values: sizes, separators, problems. */
import i18n from 'i18next';
import { customFieldName } from '@/features/customFields';
import { reasonText } from '@/shared/lib/errors';
import { count } from '@/shared/lib/format';
import { CUSTOM } from '../fields';
import type { ImportFile, Problem } from '../model';

const KB = 1024;

export function fileSize(bytes: number): string {
  if (bytes < KB * KB)
    return i18n.t('importsUi.file.sizeKb', { n: count(Math.max(1, Math.round(bytes / KB))) });
  const megabytes = bytes / KB / KB;
  return i18n.t('importsUi.file.sizeMb', { n: megabytes < 10 ? megabytes.toFixed(1) : count(megabytes) });
}

export function separatorText(file: ImportFile): string {
  const names: Record<string, string> = { ';': 'semicolon', ',': 'comma', '\t': 'tab' };
  const name = names[file.separator];
  return name ? i18n.t(`importsUi.file.${name}`) : file.separator || i18n.t('importsUi.file.unknown');
}

export const encodingText = (file: ImportFile): string => file.encoding || i18n.t('importsUi.file.unknown');

/** The reader's words for a reason are «what is wrong. How to fix it.»: the two are shown apart. */
export function reasonParts(reason: string, fallback = ''): { what: string; how: string } {
  const text = reasonText(reason, {}, fallback);
  const [, what, how] = /^(.+?)[.!]\s+(.+)$/s.exec(text) ?? [];
  return { what: what ?? text.replace(/\.$/, ''), how: how ?? '' };
}

export const whatText = (reason: string): string => reasonParts(reason).what;

export const problemText = (problem: Problem): string =>
  reasonParts(problem.reason, problem.description).what;

export const fixText = (problem: Problem): string => reasonParts(problem.reason, problem.description).how;

export function fieldText(field: string): string {
  if (field.startsWith(CUSTOM)) return customFieldName('COUNTERPARTY', field.slice(CUSTOM.length)) ?? field;
  const key = `importsUi.fields.${field}`;
  return i18n.exists(key) ? i18n.t(key) : field;
}
