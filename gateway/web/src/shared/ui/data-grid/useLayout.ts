import { useCallback } from 'react';
import type { SavedView } from '../../api/types';
import { type ColumnLayout, usePreferences, useSavePreferences } from '../../session/session';
import { fromViewColumns } from './columns';

/**
 * The columns of the list: as this person left them for this view, else as the view was saved,
 * else as he left them for the list.
 */
export function useLayout(resource: string, view: SavedView | undefined) {
  const { columns } = usePreferences();
  const save = useSavePreferences();
  const key = view ? `${resource}:${view.name}` : resource;
  const layout = columns?.[key] ?? fromViewColumns(view?.columns ?? []) ?? columns?.[resource];
  const setLayout = useCallback(
    (next: ColumnLayout | undefined) => {
      const { [key]: _, ...rest } = columns ?? {};
      save({ columns: next ? { ...rest, [key]: next } : rest });
    },
    [columns, key, save],
  );
  return [layout, setLayout] as const;
}
