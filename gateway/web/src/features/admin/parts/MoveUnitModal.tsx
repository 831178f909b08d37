import { Button, Group, Modal, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OrgUnit, pathLabel, targetsOf } from '../orgTree';
import s from './Admin.module.css';

interface Props {
  unit: OrgUnit;
  units: OrgUnit[];
  onMove: (name: string, parent: string) => void;
  onClose: () => void;
}

/** The way to move a unit without dragging it. */
export function MoveUnitModal({ unit, units, onMove, onClose }: Props) {
  const { t } = useTranslation();
  const [parent, setParent] = useState<string | null>(null);
  const targets = targetsOf(units, unit.name);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('adminUi.units.moveTitle', { name: unit.display_name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!parent) return;
          onMove(unit.name, parent);
          onClose();
        }}
      >
        <Stack gap="md">
          <p className={s.text}>{t('adminUi.units.moveText')}</p>
          <Select
            data-autofocus
            searchable
            label={t('adminUi.units.moveTo')}
            data={targets.map((node) => ({ value: node.unit.name, label: pathLabel(units, node.unit.name) }))}
            value={parent}
            onChange={setParent}
            nothingFoundMessage={t('adminUi.units.noTargets')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" disabled={!parent}>
              {t('adminUi.units.move').replace('…', '')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
