import { useEffect } from 'react';

/** Names the browser's tab after the screen. */
export function useTitle(title: string | undefined) {
  useEffect(() => {
    if (title) document.title = `${title} · CRM`;
  }, [title]);
}
