/** What kind of action a work is: its icon and colour. */
import { IconChecklist } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { actionsQuery } from '@/features/works/api';
import { CATEGORY_ICONS } from '@/features/works/WorkLine';

export function useCategories(): (key: string) => string {
  const { data } = useQuery(actionsQuery);
  return useMemo(() => {
    const known = new Map(data?.map(({ key, category }) => [key, String(category)]));
    return (key) => known.get(key) ?? 'TASK';
  }, [data]);
}

export const iconOf = (category: string) => CATEGORY_ICONS[category] ?? IconChecklist;
