/** Grids ask how much a drag moves: whoever drags waits for the answer, one place shows the question. */
import { useSyncExternalStore } from 'react';

/** Only this one, this and following ones, all that are open. */
export type Scope = 'only' | 'following' | 'all';

let answer: ((scope: Scope | null) => void) | null = null;
const listeners = new Set<() => void>();

function put(next: typeof answer) {
  answer = next;
  for (const each of listeners) each();
}

export const askScope = () =>
  new Promise<Scope | null>((resolve) => {
    answer?.(null);
    put((scope) => {
      put(null);
      resolve(scope);
    });
  });

const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** How to answer what somebody asks now. */
export const useAsked = () => useSyncExternalStore(listen, () => answer);
