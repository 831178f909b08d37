/** Uploads under way: a few at once, the rest wait; each has its progress, its refusal and its end. */
import { useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { useCallback, useEffect, useRef, useState } from 'react';
import { requestId } from '@/shared/api/client';
import type { Attachment } from '@/shared/api/types';
import { type Upload, upload } from '@/shared/api/upload';
import { errorText } from '@/shared/lib/errors';
import { MAX_FILE_SIZE, putFirst, UPLOAD_URL } from './api';

const AT_ONCE = 2;

export interface Upcoming {
  /** Also the request's: whatever is sent again makes no second file. */
  id: string;
  file: File;
  state: 'waiting' | 'sending' | 'refused';
  share: number;
  error: string;
}

function refusal(file: File): string {
  if (file.size === 0) return i18n.t('errors.ATTACHMENT_EMPTY');
  return file.size > MAX_FILE_SIZE ? i18n.t('errors.ATTACHMENT_TOO_LARGE') : '';
}

const fresh = (file: File): Upcoming => {
  const error = refusal(file);
  return { id: requestId(), file, state: error ? 'refused' : 'waiting', share: 0, error };
};

export function useUploads(parent: string) {
  const client = useQueryClient();
  const [list, setList] = useState<readonly Upcoming[]>([]);
  const running = useRef(new Map<string, Upload<Attachment>>());
  // Leaving the card ends what is under way: nobody is told of it any more.
  useEffect(() => {
    const all = running.current;
    return () => {
      for (const one of all.values()) one.cancel();
    };
  }, []);
  const change = useCallback(
    (id: string, values: Partial<Upcoming>) =>
      setList((known) => known.map((one) => (one.id === id ? { ...one, ...values } : one))),
    [],
  );
  const drop = useCallback((id: string) => setList((known) => known.filter((one) => one.id !== id)), []);

  useEffect(() => {
    for (const one of list) {
      if (running.current.size >= AT_ONCE) return;
      if (one.state !== 'waiting' || running.current.has(one.id)) continue;
      const fields = { parent, file_name: one.file.name, request_id: one.id };
      const sending = upload<Attachment>(UPLOAD_URL, fields, one.file, (share) => change(one.id, { share }));
      running.current.set(one.id, sending);
      change(one.id, { state: 'sending', share: 0, error: '' });
      sending.done
        .then(
          (file) => {
            putFirst(client, parent, file);
            drop(one.id);
          },
          (error: unknown) => {
            const stopped = error instanceof DOMException && error.name === 'AbortError';
            if (stopped) drop(one.id);
            else change(one.id, { state: 'refused', error: errorText(error) });
          },
        )
        .finally(() => {
          running.current.delete(one.id);
          // Room for the next: a new list, so that this looks again.
          setList((known) => [...known]);
        });
    }
  }, [list, parent, client, change, drop]);

  return {
    list,
    add: useCallback((files: File[]) => setList((known) => [...known, ...files.map(fresh)]), []),
    again: (id: string) => change(id, { state: 'waiting', error: '' }),
    cancel: (id: string) => {
      const sending = running.current.get(id);
      if (sending) sending.cancel();
      else drop(id);
    },
  };
}
