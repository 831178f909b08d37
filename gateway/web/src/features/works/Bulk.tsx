import { IconBan, IconCalendarTime, IconUserShare } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CancelMany, PostponeMany, ReassignDrawer } from '@/features/mass';
import { BulkAction, BulkBar } from '@/shared/ui/BulkBar';
import { EVERYTHING, isEmpty, NOTHING, type Selection, size } from '@/shared/ui/data-grid/selection';
import { openOf, type WorkSearch } from './search';
import { useZone } from './useZone';

interface Props {
  search: WorkSearch;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  total?: { count: number | string; capped: boolean };
}

/** The bar over selected works, and what is done with them all. */
export function Bulk({ search, selection, onSelection, total }: Props) {
  const { t } = useTranslation();
  const zone = useZone();
  const [opened, setOpened] = useState<'hand' | 'postpone' | 'cancel' | null>(null);
  if (isEmpty(selection)) return null;
  const count = Number(total?.count ?? 0);
  const selected = size(selection, count);
  const names = [...selection.names];
  const dialog = {
    chosen: selection.all ? { filter: openOf(search, zone), except_names: names } : { names },
    onClose: () => setOpened(null),
    onStarted: () => onSelection(NOTHING),
  };
  return (
    <>
      <BulkBar
        selected={selected}
        atLeast={selection.all && Boolean(total?.capped)}
        all={selection.all}
        total={total ? t('list.total', { count, plus: total.capped ? '+' : '' }) : ''}
        onAll={() => onSelection(EVERYTHING)}
        onClear={() => onSelection(NOTHING)}
      >
        <BulkAction icon={IconUserShare} label={t('works.hand')} onClick={() => setOpened('hand')} />
        <BulkAction
          icon={IconCalendarTime}
          label={t('works.postpone')}
          onClick={() => setOpened('postpone')}
        />
        <BulkAction icon={IconBan} label={t('works.cancelMany')} onClick={() => setOpened('cancel')} />
      </BulkBar>
      <Suspense>
        {opened === 'hand' && <ReassignDrawer {...dialog} title={t('works.handOver')} count={selected} />}
        {opened === 'postpone' && <PostponeMany {...dialog} />}
        {opened === 'cancel' && <CancelMany {...dialog} />}
      </Suspense>
    </>
  );
}
