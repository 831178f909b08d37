import { Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { type BulkTarget, useExport } from '../bulk';

interface Props {
  target: BulkTarget;
  /** The button that opens it. */
  children: (loading: boolean) => ReactElement;
}

/** The list or a selection of it as a file. */
export function ExportMenu({ target, children }: Props) {
  const { t } = useTranslation();
  const { mutate, isPending } = useExport();
  return (
    <Menu position="bottom-end">
      <Menu.Target>{children(isPending)}</Menu.Target>
      <Menu.Dropdown>
        {(['xlsx', 'csv'] as const).map((format) => (
          <Menu.Item key={format} onClick={() => mutate({ target, format })}>
            {t(`list.exportTo.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
