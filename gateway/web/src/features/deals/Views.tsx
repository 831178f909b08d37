import { SegmentedControl } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type DealSearch, notDrilled } from './search';

const PATHS = { board: '/deals', table: '/deals/table', report: '/deals/report' } as const;
type View = keyof typeof PATHS;

/** The same deals as a board, a table and in numbers: the filter goes along. */
export function Views({ view, search }: { view: View; search: DealSearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <SegmentedControl
      aria-label={t('deals.view')}
      value={view}
      data={(Object.keys(PATHS) as View[]).map((value) => ({ value, label: t(`deals.views.${value}`) }))}
      onChange={(next) => void navigate({ to: PATHS[next as View], search: notDrilled(search) })}
    />
  );
}
