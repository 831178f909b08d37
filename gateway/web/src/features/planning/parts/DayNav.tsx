import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '@/shared/lib/keys';
import { spanOf, spanText, step, type View } from '../dates';
import s from './Work.module.css';

interface Props {
  view: View;
  day: string;
  today: string;
  onChange: (day: string) => void;
}

/** Today, back and forth, and which days are shown. Keys: T, ←, →. */
export function DayNav({ view, day, today, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const go = (way: 1 | -1) => onChange(step(view, day, way));
  useKeys({ KeyT: () => onChange(today), 'shift+ArrowLeft': () => go(-1), 'shift+ArrowRight': () => go(1) });
  return (
    <span className={s.nav}>
      <Button variant="default" onClick={() => onChange(today)}>
        {t('planner.today')}
      </Button>
      <ActionIcon variant="subtle" size={34} aria-label={t('planner.back')} onClick={() => go(-1)}>
        <IconChevronLeft size={18} />
      </ActionIcon>
      <ActionIcon variant="subtle" size={34} aria-label={t('planner.forth')} onClick={() => go(1)}>
        <IconChevronRight size={18} />
      </ActionIcon>
      <span className={s.span} aria-live="polite">
        {spanText(i18n.language, view, spanOf(view, day), day)}
      </span>
    </span>
  );
}
