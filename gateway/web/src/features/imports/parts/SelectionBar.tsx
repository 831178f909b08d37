import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { count } from '@/shared/lib/format';
import { creatable } from '../rows';
import { CreateButton } from './CreateButton';
import s from './SelectionBar.module.css';
import type { DeskState } from './useDesk';

/** The server takes this many row names at once; more go by «all of the list». */
const MOST = 10_000;

export function SelectionBar({ desk }: { desk: DeskState }) {
  const { t } = useTranslation();
  const names = creatable(desk.rows, desk.selected);
  if (names.length === 0) return null;
  const clear = () => desk.setSelected(new Set());
  return (
    <div className={s.bar} role="region" aria-label={t('importsUi.create.selected')}>
      <span className={s.count}>
        {t('importsUi.create.selectedCount', { count: names.length, n: count(names.length) })}
      </span>
      {names.length > MOST ? (
        <span>{t('importsUi.create.tooMany', { n: count(MOST) })}</span>
      ) : (
        <CreateButton
          file={desk.file}
          label={t('importsUi.create.selected')}
          rows={names}
          onStarted={clear}
        />
      )}
      <ActionIcon aria-label={t('importsUi.create.clear')} onClick={clear}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
