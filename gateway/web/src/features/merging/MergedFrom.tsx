import { Button } from '@mantine/core';
import { IconArrowMerge, IconArrowsSplit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { dateTime } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { mergesOfQuery } from './api';
import s from './Merge.module.css';
import { useUndo } from './useUndo';

/** On the card of a survivor: who was merged into it, when and by whom, and how to take it back. */
export function MergedFrom({ name }: { name: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const { undo, pending } = useUndo();
  const { data } = useQuery(mergesOfQuery(name));
  const merges = data?.filter((one) => one.state === 'DONE' && one.survivor === name) ?? [];
  if (merges.length === 0) return null;
  return (
    <div className={s.banner} role="status">
      {merges.map((merge) => (
        <div key={merge.name} className={s.merged}>
          <IconArrowMerge size={16} aria-hidden />
          <span>
            {t('merging.mergedWith', {
              names: merge.merged.map((one) => `«${one.display_name}»`).join(', '),
            })}
            {merge.create_time && ` · ${dateTime(merge.create_time)}`}
            {merge.creator_display_name && ` · ${merge.creator_display_name}`}
          </span>
          {can('counterparties.merge') && (
            <Button
              variant="default"
              size="compact-sm"
              loading={pending}
              leftSection={<IconArrowsSplit size={15} />}
              onClick={() => undo(merge.name)}
            >
              {t('merging.undo')}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
