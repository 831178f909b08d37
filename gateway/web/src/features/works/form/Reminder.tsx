import { NativeSelect } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type Draft, REMINDERS } from './draft';

interface Props {
  draft: Draft;
  set: (patch: Partial<Draft>) => void;
}

/** Minutes before an hour, or days before a day at nine. */
export function Reminder({ draft, set }: Props) {
  const { t } = useTranslation();
  const usual: readonly string[] = REMINDERS[draft.when.kind === 'EXACT' ? 'EXACT' : 'DAY'];
  const offered = usual.includes(draft.reminder) ? usual : [...usual, draft.reminder];
  return (
    <NativeSelect
      label={t('works.reminder')}
      value={draft.reminder}
      data={offered.map((value) => ({ value, label: reminderText(t, value) }))}
      onChange={(event) => set({ reminder: event.currentTarget.value })}
    />
  );
}

const NAMED = ['m5', 'm15', 'm60', 'm1440', 'd0', 'd1', 'd3'];

function reminderText(t: TFunction, choice: string): string {
  if (!choice) return t('works.reminders.none');
  if (NAMED.includes(choice)) return t(`works.reminders.${choice}`);
  const count = Number(choice.slice(1));
  return t(choice.startsWith('m') ? 'works.reminders.minutes' : 'works.reminders.days', { count });
}
