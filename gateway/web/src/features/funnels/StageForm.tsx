import { ActionIcon, NumberInput, Select, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconTrash } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countAsked, type StageDraft } from './draft';
import s from './Funnel.module.css';

const StageRules = lazy(() => import('./StageRules'));

const COLORS = ['gray', 'blue', 'teal', 'green', 'lime', 'yellow', 'orange', 'red', 'pink', 'violet'];
interface Props {
  stage: StageDraft;
  at: number;
  last: boolean;
  errors: Record<string, string>;
  onChange: (patch: Partial<StageDraft>) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

export function StageForm({ stage, at, last, errors, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const name = stage.display_name || t('funnels.unnamed');
  const error = (field: string) => errors[`stages.${at}.${field}`];
  const asked = countAsked(stage.conditions);
  return (
    <li className={s.stage} data-color={stage.color}>
      <div className={s.line}>
        <TextInput
          className={s.title}
          aria-label={t('funnels.stageName')}
          placeholder={t('funnels.stageName')}
          value={stage.display_name}
          error={error('display_name')}
          onChange={(event) => onChange({ display_name: event.currentTarget.value })}
        />
        <Select
          aria-label={t('funnels.color')}
          w={130}
          allowDeselect={false}
          data={COLORS.map((value) => ({ value, label: t(`funnels.colors.${value}`) }))}
          value={stage.color}
          onChange={(color) => color && onChange({ color })}
        />
        <NumberInput
          aria-label={t('funnels.probability')}
          w={90}
          min={0}
          max={100}
          suffix=" %"
          allowDecimal={false}
          value={stage.probability}
          error={error('probability')}
          onChange={(value) => onChange({ probability: Number(value) || 0 })}
        />
        <NumberInput
          aria-label={t('funnels.stuckDays')}
          title={t('funnels.stuckDays')}
          w={110}
          min={0}
          max={3650}
          suffix={` ${t('funnels.daysShort')}`}
          allowDecimal={false}
          value={stage.stuck_days}
          error={error('stuck_days')}
          onChange={(value) => onChange({ stuck_days: Number(value) || 0 })}
        />
        <span className={s.tools}>
          <ActionIcon disabled={at === 0} aria-label={t('funnels.up', { name })} onClick={() => onMove(-1)}>
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon disabled={last} aria-label={t('funnels.down', { name })} onClick={() => onMove(1)}>
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon
            disabled={at === 0 && last}
            aria-label={t('funnels.remove', { name })}
            onClick={onRemove}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </span>
      </div>
      <button type="button" className={s.more} aria-expanded={opened} onClick={() => setOpened(!opened)}>
        <IconChevronDown size={15} aria-hidden />
        <span className="visuallyHidden">{t('funnels.rulesOf', { name })}</span>
        {at === 0
          ? t('funnels.checklistCount', { count: stage.checklist.length })
          : t('funnels.asks', { count: asked })}
      </button>
      {error('conditions') && <p className={s.error}>{error('conditions')}</p>}
      <Suspense>{opened && <StageRules stage={stage} first={at === 0} onChange={onChange} />}</Suspense>
    </li>
  );
}
