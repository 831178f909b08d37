import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { usePreferences } from '../../session/session';
import { ErrorState } from '../ErrorState';
import { StaleBar } from '../StaleBar';
import { DataGrid, type DataGridProps } from './DataGrid';

const HEIGHTS = { compact: 38, comfortable: 48, phone: 62 } as const;

interface Props<T> extends Omit<DataGridProps<T>, 'place' | 'total' | 'rowHeight' | 'phone'> {
  /** What identifies the list, filters and all. */
  listKey: readonly unknown[];
  total?: { count: number | string; capped: boolean };
  /** One cell instead of columns, where a phone shows it. */
  phone: (row: T) => ReactNode;
}

/** A page's list: rows as high as one likes them, and what went wrong above or instead of them. */
export function ListGrid<T extends { name: string }>({ listKey, total, phone, ...grid }: Props<T>) {
  const { rows } = grid;
  const { density = 'compact' } = usePreferences();
  const narrow = useMediaQuery('(max-width: 820px)', undefined, { getInitialValueInEffect: false });
  if (rows.error && rows.items.length === 0) return <ErrorState error={rows.error} retry={rows.reload} />;
  return (
    <>
      {rows.error && <StaleBar time={rows.time} retry={rows.reload} />}
      <DataGrid<T>
        {...grid}
        place={JSON.stringify(listKey)}
        total={total && !total.capped ? Number(total.count) + 1 : undefined}
        rowHeight={narrow ? HEIGHTS.phone : HEIGHTS[density]}
        phone={narrow ? phone : undefined}
      />
    </>
  );
}
