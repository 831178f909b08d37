import { useQueries } from '@tanstack/react-query';
import { productQuery } from './api';

/** How products are called, of which a page knows the names alone. */
export function useProductTitles(names: readonly string[]): Map<string, string> {
  const wanted = [...new Set(names)].filter(Boolean);
  return useQueries({
    queries: wanted.map((name) => productQuery(name)),
    combine: (found) =>
      new Map(
        found.flatMap(({ data }) => (data ? [[data.name, data.display_name] as [string, string]] : [])),
      ),
  });
}
