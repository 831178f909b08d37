import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { date } from '@/shared/lib/format';
import { toastError, toastUndo } from '@/shared/ui/toast';
import { CHOICES } from '../fields/fields';
import s from './Stages.module.css';
import type { CardAccess } from './useAccess';
import type { Save } from './useCardSave';

interface Props {
  row: Counterparty;
  access: CardAccess;
  save: Save;
}

type Stage = Counterparty['lifecycle_stage'];

const DAY_MS = 86_400_000;

/** Where the client is in his life with us, since when; a press moves him. */
export function Stages({ row, access, save }: Props) {
  const { t } = useTranslation();
  const [saving, setSaving] = useState(false);
  const latest = useRef(row);
  latest.current = row;
  if (row.hidden_fields.includes('lifecycle_stage')) return null;
  const writable = access.field('lifecycle_stage') === 'WRITE';
  if (!writable && !row.lifecycle_stage) return null;
  const move = async (stage: Stage, base = row) => {
    setSaving(true);
    try {
      await save({ lifecycle_stage: stage }, base);
      return true;
    } catch (error) {
      toastError(error);
    } finally {
      setSaving(false);
    }
  };
  const press = async (stage: Stage) => {
    if (!(await move(stage))) return;
    const name = stage ? t(`enums.Counterparty.LifecycleStage.${stage}`) : '';
    toastUndo(
      stage ? t('card.stageMoved', { stage: name }) : t('card.stageCleared'),
      // What he is then is what the cache has, not what was drawn when the stage was pressed.
      () => void move(row.lifecycle_stage, latest.current),
    );
  };
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
              disabled={!writable || saving || index === at}
              onClick={() => void press(stage)}
            >
              <span className={s.label}>{t(`enums.Counterparty.LifecycleStage.${stage}`)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
      {row.stage_change_time && <Since time={row.stage_change_time} />}
      {writable && at >= 0 && (
        <ActionIcon
          size={26}
          disabled={saving}
          aria-label={t('card.stageClear')}
          onClick={() => void press('')}
        >
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
