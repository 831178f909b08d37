/** What is known of a file of clients before it is sent. */
import type { ImportKind } from './model';

export type FileRefusal = 'TYPE' | 'EMPTY' | 'SIZE';

/** The gateway's limit; checked here too, so that nobody waits for an upload that will be refused. */
export const MAX_FILE_SIZE = 512 * 1024 * 1024;
const EXTENSIONS = ['.csv', '.txt', '.tsv', '.xlsx'];
export const ACCEPT = EXTENSIONS.join(',');

/** Why a file cannot be taken; null if it can. The server looks inside, this is about the obvious. */
export function fileRefusal(file: { name: string; size: number }): FileRefusal | null {
  const name = file.name.toLowerCase();
  if (!EXTENSIONS.some((extension) => name.endsWith(extension))) return 'TYPE';
  if (file.size === 0) return 'EMPTY';
  return file.size > MAX_FILE_SIZE ? 'SIZE' : null;
}

/** A file of people usually says so in its name. */
export const kindGuess = (name: string): ImportKind =>
  /физ|граждан|individual|person|people/i.test(name) ? 'INDIVIDUAL' : 'LEGAL';
