import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { labelKey } from '../fields/fields';
import type { Conflict } from '../fields/merge';
import { valueText } from '../fields/valueText';
import s from './Card.module.css';
import type { Clash } from './useCardSave';
import { useNames } from './useNames';

type Side = 'mine' | 'theirs' | 'original';
const SIDES: Side[] = ['mine', 'theirs', 'original'];

interface Props {
  clash: Clash;
  /** Chosen values by field; undefined keeps the colleague's. */
  onSettle: (chosen: Record<string, unknown>) => void;
  onClose: () => void;
}

/** Two people changed one field: mine, theirs or what was before. */
export function ConflictDialog({ clash, onSettle, onClose }: Props) {
  const { t } = useTranslation();
  const [sides, setSides] = useState<Record<string, Side>>({});
  const nameOf = useNames(
    clash.conflicts.flatMap((one) => SIDES.map((side) => ({ field: one.field, value: one[side] }))),
  );
  const settle = () =>
    onSettle(
      Object.fromEntries(
        clash.conflicts.map((one) => {
          const side = sides[one.field] ?? 'mine';
          return [one.field, side === 'theirs' ? undefined : one[side]];
        }),
      ),
    );
  const text = (one: Conflict, side: Side) => valueText(one.field, one[side], nameOf) || t('card.nothing');
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('conflict.title')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap="md">
        <p className={s.text}>{t('conflict.hint')}</p>
        {clash.conflicts.map((one) => (
          <Radio.Group
            key={one.field}
            label={t(labelKey(one.field, clash.theirs.kind))}
            value={sides[one.field] ?? 'mine'}
            onChange={(side) => setSides({ ...sides, [one.field]: side as Side })}
          >
            <div className={s.sides}>
              {SIDES.map((side) => (
                <Radio.Card key={side} value={side} className={s.option}>
                  <Group gap={8} wrap="nowrap">
                    <Radio.Indicator size="xs" />
                    <span className={s.sideName}>{t(`conflict.${side}`)}</span>
                  </Group>
                  <span className={s.sideValue}>{text(one, side)}</span>
                </Radio.Card>
              ))}
            </div>
          </Radio.Group>
        ))}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('conflict.keepTheirs')}
          </Button>
          <Button onClick={settle}>{t('conflict.apply')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
