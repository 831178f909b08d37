import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconReplace } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '@/shared/lib/format';
import { type Tab, tabsOf } from '../rows';
import { BulkFixForm } from './BulkFixForm';
import { ReasonFilter } from './ReasonFilter';
import s from './RowsToolbar.module.css';
import type { DeskState } from './useDesk';

interface Props {
  desk: DeskState;
  tab: Tab;
  reason: string;
  onShow: (next: { verdict?: Tab; reason?: string }) => void;
}

/** Verdict tabs, the reason filter, the way from problem to problem, and the bulk fix. */
export function RowsToolbar({ desk, tab, reason, onShow }: Props) {
  const { t } = useTranslation();
  const [bulk, setBulk] = useState(false);
  const { file, rows, active } = desk;
  const tabs = tabsOf(file);
  const troubled = rows.some((row) => row.problems.length > 0);
  return (
    <div className={s.bar}>
      <div className={s.tabs} role="group" aria-label={t('importsUi.tabs.label')}>
        {tabs.map((one) => (
          <button
            key={one.tab}
            type="button"
            className={s.tab}
            data-tab={one.tab}
            aria-pressed={one.tab === tab}
            onClick={() => onShow({ verdict: one.tab, reason: undefined })}
          >
            {t(`importsUi.tabs.${one.tab}`)}
            {one.count !== null && <span className={s.count}>{count(one.count)}</span>}
          </button>
        ))}
      </div>
      <div className={s.tools}>
        <ReasonFilter
          file={file.name}
          tab={tab}
          reason={reason}
          onReason={(chosen) => onShow({ reason: chosen })}
        />
        {troubled && (
          <ActionIcon.Group className={s.walk}>
            <Tooltip label={t('importsUi.problem.previous')}>
              <ActionIcon
                variant="default"
                aria-label={t('importsUi.problem.previous')}
                disabled={!active}
                onClick={() => active && desk.goPrevious(active)}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={`${t('importsUi.problem.next')} · F8`}>
              <ActionIcon
                variant="default"
                aria-label={t('importsUi.problem.next')}
                onClick={() => desk.goNext(active)}
              >
                <IconArrowDown size={16} />
              </ActionIcon>
            </Tooltip>
          </ActionIcon.Group>
        )}
        {desk.writable && rows.length > 0 && (
          <Button variant="default" leftSection={<IconReplace size={16} />} onClick={() => setBulk(true)}>
            {t('importsUi.bulk.action')}
          </Button>
        )}
      </div>
      {bulk && <BulkFixForm desk={desk} tab={tab} reason={reason} onClose={() => setBulk(false)} />}
    </div>
  );
}
