import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scope } from './asking';
import s from './Series.module.css';

interface Props {
  what: 'edit' | 'remove';
  scopes?: readonly Scope[];
  saving?: boolean;
  onChoose: (scope: Scope) => void;
  onClose: () => void;
}

const SCOPES: readonly Scope[] = ['only', 'following', 'all'];

/** Only this one, this and following ones, or all that are open. */
export function ScopeDialog({ what, scopes = SCOPES, saving, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const [scope, setScope] = useState<Scope>(scopes[0] ?? 'only');
  const title = t(`series.scope.title.${what}`);
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <Stack gap="md">
        <Radio.Group aria-label={title} value={scope} onChange={(next) => setScope(next as Scope)}>
          <Stack gap="xs">
            {scopes.map((each) => (
              <Radio key={each} value={each} label={t(`series.scope.${each}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {scope !== 'only' && <p className={s.hint}>{t('series.scope.hint')}</p>}
        <Group gap={8} justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button
            loading={saving}
            color={what === 'remove' ? 'red' : undefined}
            onClick={() => onChoose(scope)}
          >
            {t('series.apply')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
