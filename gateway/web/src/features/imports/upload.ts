/** Uploads with progress and cancel, which fetch cannot do yet: a small promise over XMLHttpRequest. */
import { ApiError, asProblem, ownHeaders, toSignIn } from '@/shared/api/client';
import type { ImportKind } from './model';

export interface Upload<T> {
  done: Promise<T>;
  cancel: () => void;
}

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

/** Fields go before the file: the gateway hands them on with the first piece of it. */
export function upload<T>(
  url: string,
  fields: Record<string, string | readonly string[]>,
  file: File,
  onProgress: (share: number) => void,
): Upload<T> {
  const request = new XMLHttpRequest();
  const body = new FormData();
  for (const [key, value] of Object.entries(fields))
    for (const one of Array.isArray(value) ? value : [value]) if (one) body.append(key, one);
  body.append('file', file, file.name);
  const done = new Promise<T>((resolve, reject) => {
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      const answer: unknown = request.response;
      if (request.status === 401) toSignIn();
      if (request.status >= 200 && request.status < 300) resolve(answer as T);
      else reject(new ApiError(asProblem(answer, request.status)));
    };
    request.onerror = () => reject(new ApiError({ title: 'offline', status: 0, reason: 'OFFLINE' }));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
  });
  request.open('POST', url);
  request.responseType = 'json';
  for (const [key, value] of Object.entries(ownHeaders('POST'))) request.setRequestHeader(key, value);
  request.send(body);
  return { done, cancel: () => request.abort() };
}
