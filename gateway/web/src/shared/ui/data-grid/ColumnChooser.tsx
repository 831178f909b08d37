import { ActionIcon, Loader, Popover, Tooltip } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChoicesProps } from './ColumnChoices';

// One sets up a list once, and looks at it a thousand times.
const ColumnChoices = lazy(() =>
  import('./ColumnChoices').then((module) => ({ default: module.ColumnChoices })),
) as <T>(props: ChoicesProps<T>) => React.ReactNode;

/** The button that opens the choice of columns. */
export function ColumnChooser<T>(props: ChoicesProps<T>) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <Tooltip label={t('list.columns')}>
          <ActionIcon variant="default" aria-label={t('list.columns')}>
            <IconColumns3 size={17} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t('list.columns')}>
        <Suspense fallback={<Loader size={16} />}>
          <ColumnChoices {...props} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
