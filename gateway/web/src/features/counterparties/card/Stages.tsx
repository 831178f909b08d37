import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { date } from '@/shared/lib/format';
import { toastError } from '@/shared/ui/toast';
import { CHOICES } from '../fields/fields';
import s from './Stages.module.css';
import type { CardAccess } from './useAccess';
import type { Save } from './useCardSave';

interface Props {
  row: Counterparty;
  access: CardAccess;
  save: Save;
}

const DAY_MS = 86_400_000;

/** Where the client is in his life with us, since when; a press moves him. */
export function Stages({ row, access, save }: Props) {
  const { t } = useTranslation();
  if (row.hidden_fields.includes('lifecycle_stage')) return null;
  const writable = access.field('lifecycle_stage') === 'WRITE';
  if (!writable && !row.lifecycle_stage) return null;
  const move = (stage: Counterparty['lifecycle_stage']) =>
    void save({ lifecycle_stage: stage }, row).catch(toastError);
  const at = (CHOICES.lifecycle_stage as readonly string[]).indexOf(row.lifecycle_stage);
  return (
    <div className={s.bar}>
      <ol className={s.stages} aria-label={t('card.stages')}>
        {CHOICES.lifecycle_stage.map((stage, index) => (
          <li
            key={stage}
            className={s.stage}
            data-passed={index < at || undefined}
            data-current={index === at || undefined}
            aria-current={index === at ? 'step' : undefined}
          >
            <UnstyledButton
              className={s.button}
              disabled={!writable || index === at}
              onClick={() => move(stage)}
            >
              <span className={s.label}>{t(`enums.Counterparty.LifecycleStage.${stage}`)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
      {row.stage_change_time && <Since time={row.stage_change_time} />}
      {writable && at >= 0 && (
        <ActionIcon size={26} aria-label={t('card.stageClear')} onClick={() => move('')}>
          <IconX size={15} />
        </ActionIcon>
      )}
    </div>
  );
}

function Since({ time }: { time: string }) {
  const { t } = useTranslation();
  const days = Math.floor((Date.now() - new Date(time).getTime()) / DAY_MS);
  return (
    <span className={s.since} title={t('card.stageSince', { date: date(time) })}>
      {days > 0 ? t('card.stageDays', { count: days }) : t('card.stageToday')}
    </span>
  );
}
