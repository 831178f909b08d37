/**
 * Uploads under way: a few at once, the rest wait; each has its progress, its refusal and its end.
 * They belong to the page, not to the tab they were begun in, and go on wherever one looks meanwhile.
 */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { useSyncExternalStore } from 'react';
import { requestId } from '@/shared/api/client';
import type { Attachment } from '@/shared/api/types';
import { type Upload, upload } from '@/shared/api/upload';
import { errorText } from '@/shared/lib/errors';
import { toastError } from '@/shared/ui/toast';
import { MAX_FILE_SIZE, putFirst, UPLOAD_URL } from './api';

const AT_ONCE = 2;

export interface Upcoming {
  /** Also the request's: whatever is sent again makes no second file. */
  id: string;
  parent: string;
  file: File;
  state: 'waiting' | 'sending' | 'refused';
  share: number;
  error: string;
}

let all: readonly Upcoming[] = [];
const running = new Map<string, Upload<Attachment>>();
const tellers = new Map<() => void, string>();

function set(next: readonly Upcoming[]) {
  all = next;
  for (const tell of tellers.keys()) tell();
}

const change = (id: string, values: Partial<Upcoming>) =>
  set(all.map((one) => (one.id === id ? { ...one, ...values } : one)));
const drop = (id: string) => set(all.filter((one) => one.id !== id));

function refusal(file: File): string {
  if (file.size === 0) return i18n.t('errors.ATTACHMENT_EMPTY');
  return file.size > MAX_FILE_SIZE ? i18n.t('errors.ATTACHMENT_TOO_LARGE') : '';
}

function fresh(parent: string, file: File): Upcoming {
  const error = refusal(file);
  return { id: requestId(), parent, file, state: error ? 'refused' : 'waiting', share: 0, error };
}

function sendNext(client: QueryClient) {
  for (const one of all) {
    if (running.size >= AT_ONCE) break;
    if (one.state === 'waiting') void send(client, one);
  }
  // Closing the browser's tab would end them.
  if (running.size > 0) window.addEventListener('beforeunload', ask);
  else window.removeEventListener('beforeunload', ask);
}

const ask = (event: BeforeUnloadEvent) => event.preventDefault();

async function send(client: QueryClient, { id, parent, file }: Upcoming) {
  const fields = { parent, file_name: file.name, request_id: id };
  const sending = upload<Attachment>(UPLOAD_URL, fields, file, (share) => change(id, { share }));
  running.set(id, sending);
  change(id, { state: 'sending', share: 0, error: '' });
  try {
    putFirst(client, parent, await sending.done);
    drop(id);
  } catch (error) {
    refused(id, parent, file, error);
  }
  running.delete(id);
  sendNext(client);
}

function refused(id: string, parent: string, file: File, error: unknown) {
  if (error instanceof DOMException && error.name === 'AbortError') return drop(id);
  const text = errorText(error);
  change(id, { state: 'refused', error: text });
  // Who looks elsewhere is told there.
  if (![...tellers.values()].includes(parent)) toastError(`${file.name}: ${text}`);
}

export function useUploads(parent: string) {
  const client = useQueryClient();
  const known = useSyncExternalStore(
    (tell) => {
      tellers.set(tell, parent);
      return () => tellers.delete(tell);
    },
    () => all,
  );
  return {
    list: known.filter((one) => one.parent === parent),
    add: (files: File[]) => {
      set([...all, ...files.map((file) => fresh(parent, file))]);
      sendNext(client);
    },
    again: (id: string) => {
      change(id, { state: 'waiting', error: '' });
      sendNext(client);
    },
    cancel: (id: string) => {
      const sending = running.get(id);
      if (sending) sending.cancel();
      else drop(id);
    },
  };
}
