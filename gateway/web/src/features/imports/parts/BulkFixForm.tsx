import { Button, Group, Modal, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastDone } from '@/shared/ui/toast';
import { type BulkFix, useBulkFix } from '../api';
import type { Tab } from '../rows';
import s from './CreateButton.module.css';
import { whatText } from './texts';
import type { DeskState } from './useDesk';

interface Props {
  desk: DeskState;
  tab: Tab;
  reason: string;
  onClose: () => void;
}

/** One column of many rows: find a value, put another one there. */
export function BulkFixForm({ desk, tab, reason, onClose }: Props) {
  const { t } = useTranslation();
  const { file, columns, active, rows } = desk;
  const start = active?.column ?? rows[0]?.problems[0]?.column ?? columns[0] ?? '';
  const [column, setColumn] = useState(start);
  const [find, setFind] = useState(active ? (rows[active.row]?.values[start] ?? '') : '');
  const [replace, setReplace] = useState('');
  const narrow = tab === 'VALID' || tab === 'DUPLICATE' || tab === 'REJECTED';
  const [scope, setScope] = useState<'all' | 'tab'>(narrow ? 'tab' : 'all');
  const fix = useBulkFix(file.name);
  const submit = () => {
    const body: BulkFix = { column, replace };
    if (find !== '') body.find = find;
    if (scope === 'tab' && narrow) body.verdict = tab;
    if (scope === 'tab' && reason) body.reason = reason;
    fix.mutate(body, {
      onSuccess: () => {
        toastDone(t('importsUi.bulk.started'));
        onClose();
      },
    });
  };
  const here = reason
    ? t('importsUi.bulk.scopeReason', { reason: whatText(reason) })
    : t('importsUi.bulk.scopeTab', { tab: t(`importsUi.tabs.${tab}`) });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('importsUi.bulk.title')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="sm">
          <p className={s.text}>{t('importsUi.bulk.hint')}</p>
          <Select
            label={t('importsUi.bulk.column')}
            data={columns}
            value={column}
            onChange={(value) => value && setColumn(value)}
            searchable
            allowDeselect={false}
          />
          <TextInput
            label={t('importsUi.bulk.find')}
            placeholder={t('importsUi.bulk.findAny')}
            description={t('importsUi.bulk.findHint')}
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
          />
          <TextInput
            data-autofocus
            label={t('importsUi.bulk.replace')}
            description={t('importsUi.bulk.replaceHint')}
            value={replace}
            onChange={(event) => setReplace(event.currentTarget.value)}
          />
          {(narrow || reason !== '') && (
            <Radio.Group
              label={t('importsUi.bulk.scope')}
              value={scope}
              onChange={(value) => setScope(value as 'all' | 'tab')}
            >
              <Stack gap={8} mt={6}>
                <Radio size="sm" value="tab" label={here} />
                <Radio size="sm" value="all" label={t('importsUi.bulk.scopeAll')} />
              </Stack>
            </Radio.Group>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button
              type="submit"
              color={replace === '' ? 'red' : undefined}
              loading={fix.isPending}
              disabled={find !== '' && find === replace}
            >
              {t(replace === '' ? 'importsUi.bulk.clear' : 'importsUi.bulk.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
