import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MassDrawer } from '@/features/mass';
import { MergeDialog } from '@/features/merging';
import type { ListSearch } from '@/shared/lib/search';
import { BulkBar } from '@/shared/ui/BulkBar';
import { EVERYTHING, isEmpty, NOTHING, type Selection, size } from '@/shared/ui/data-grid/selection';
import { apiFilter } from '../api';
import type { BulkTarget } from '../bulk';
import { type BulkAction, BulkActions } from './BulkActions';

const BulkDialog = lazy(() => import('./BulkDialog').then((module) => ({ default: module.BulkDialog })));

interface Props {
  search: ListSearch;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  total?: { count: number; capped: boolean };
}

const everyone = ({ search, names }: BulkTarget) => ({
  counterparties: apiFilter(search),
  except_names: names,
});

/** The bar over a selection and the dialog of the action chosen in it. */
export function Bulk({ search, selection, onSelection, total }: Props) {
  const { t } = useTranslation();
  const [action, setAction] = useState<BulkAction | null>(null);
  if (isEmpty(selection)) return null;
  const target = { search, all: selection.all, names: [...selection.names] };
  const selected = size(selection, total?.count ?? 0);
  return (
    <>
      <BulkBar
        selected={selected}
        atLeast={selection.all && Boolean(total?.capped)}
        all={selection.all}
        total={total ? t('list.total', { count: total.count, plus: total.capped ? '+' : '' }) : ''}
        onAll={() => onSelection(EVERYTHING)}
        onClear={() => onSelection(NOTHING)}
      >
        <BulkActions selected={selected} all={selection.all} onAction={setAction} target={target} />
      </BulkBar>
      {action === 'merge' && (
        <Suspense>
          <MergeDialog
            names={target.names}
            onDone={(made) => {
              setAction(null);
              if (made) onSelection(NOTHING);
            }}
          />
        </Suspense>
      )}
      {action === 'works' && (
        <Suspense>
          <MassDrawer
            source={target.all ? everyone(target) : { records: { names: target.names } }}
            onClose={() => setAction(null)}
            onStarted={() => onSelection(NOTHING)}
          />
        </Suspense>
      )}
      {action && action !== 'merge' && action !== 'works' && (
        <Suspense>
          <BulkDialog
            action={action}
            target={target}
            onClose={() => setAction(null)}
            onStarted={() => {
              setAction(null);
              onSelection(NOTHING);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
