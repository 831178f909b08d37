/** One upload at a time: its progress, its refusal, and a way to stop it. */
import { useEffect, useRef, useState } from 'react';
import { type Upload, upload } from '@/shared/api/upload';
import { errorText } from '@/shared/lib/errors';

type State = { at: 'idle' } | { at: 'sending'; share: number } | { at: 'refused'; error: string };

export function useUpload<T>(onDone: (answer: T) => void) {
  const [state, setState] = useState<State>({ at: 'idle' });
  const running = useRef<Upload<T> | null>(null);
  useEffect(() => () => running.current?.cancel(), []);
  const start = (url: string, fields: Record<string, string | readonly string[]>, file: File) => {
    setState({ at: 'sending', share: 0 });
    const sending = upload<T>(url, fields, file, (share) => setState({ at: 'sending', share }));
    running.current = sending;
    sending.done.then(
      (answer) => {
        running.current = null;
        setState({ at: 'idle' });
        onDone(answer);
      },
      (error: unknown) => {
        running.current = null;
        const stopped = error instanceof DOMException && error.name === 'AbortError';
        setState(stopped ? { at: 'idle' } : { at: 'refused', error: errorText(error) });
      },
    );
  };
  return { state, start, cancel: () => running.current?.cancel(), reset: () => setState({ at: 'idle' }) };
}
