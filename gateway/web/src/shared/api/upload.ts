/** Uploads with progress and cancel, which fetch cannot do yet: a small promise over XMLHttpRequest. */
import { ApiError, asProblem, ownHeaders, toSignIn } from './client';

export interface Upload<T> {
  done: Promise<T>;
  cancel: () => void;
}

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
