import { Tooltip } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import s from './HiddenValue.module.css';

/** Stands where the caller's rights hide a value, and says so. */
export function HiddenValue() {
  const { t } = useTranslation();
  return (
    <Tooltip label={t('ui.hiddenHint')} multiline w={240}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the explanation must be reachable by keyboard */}
      <span className={s.hidden} tabIndex={0}>
        <IconLock size={13} aria-hidden />
        {t('ui.hidden')}
      </span>
    </Tooltip>
  );
}
