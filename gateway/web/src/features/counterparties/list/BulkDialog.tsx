import {
  Button,
  Group,
  Modal,
  MultiSelect,
  Radio,
  SegmentedControl,
  Select,
  Stack,
  Text,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { watchJob } from '@/features/jobs';
import type { MarketState } from '@/shared/api/types';
import { count } from '@/shared/lib/format';
import { useSegments, useUserOptions } from '@/shared/session/directory';
import { type BulkChange, type BulkTarget, countQuery, useBulk } from '../api';
import type { BulkAction } from './BulkBar';
import s from './List.module.css';

interface Props {
  action: Exclude<BulkAction, 'merge'>;
  target: BulkTarget;
  onClose: () => void;
  onStarted: () => void;
}

/** Says how many rows will change before anything does; the work itself is a job. */
export function BulkDialog({ action, target, onClose, onStarted }: Props) {
  const { t } = useTranslation();
  const [change, setChange] = useState<BulkChange | undefined>(
    action === 'delete' ? { delete: true } : undefined,
  );
  const exact = useQuery({ ...countQuery(target.search, true), enabled: target.all });
  const rows = target.all ? Math.max(0, (exact.data?.count ?? 0) - target.names.length) : target.names.length;
  const bulk = useBulk();
  const label = t(`list.bulkTitle.${action}`);
  const start = () =>
    change &&
    bulk.mutate(
      { target, change },
      {
        onSuccess: (job) => {
          watchJob(job, label);
          onStarted();
        },
      },
    );
  return (
    <Modal opened onClose={onClose} title={label} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <Stack gap="md">
          {action === 'segments' && <SegmentsChange onChange={setChange} />}
          {action === 'owner' && <OwnerChange onChange={setChange} />}
          {action === 'market' && <MarketChange onChange={setChange} />}
          <div className={s.preview} role="status">
            <IconInfoCircle size={17} aria-hidden />
            <Text size="sm">
              {target.all && exact.isPending
                ? t('list.counting')
                : t(action === 'delete' ? 'list.willDelete' : 'list.willChange', {
                    count: rows,
                    shown: count(rows),
                  })}
              <span className={s.previewHint}>{t('list.bulkUndoHint')}</span>
            </Text>
          </div>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button
              type="submit"
              color={action === 'delete' ? 'red' : undefined}
              loading={bulk.isPending}
              disabled={!change || rows === 0}
            >
              {action === 'delete' ? t('ui.delete') : t('list.apply')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type Change = (change: BulkChange | undefined) => void;

function SegmentsChange({ onChange }: { onChange: Change }) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<'add' | 'remove'>('add');
  const [names, setNames] = useState<string[]>([]);
  const options = [...useSegments().values()].map(({ name, display_name }) => ({
    value: name,
    label: display_name,
  }));
  const tell = (how: typeof mode, chosen: string[]) =>
    onChange(
      chosen.length ? (how === 'add' ? { add_segments: chosen } : { remove_segments: chosen }) : undefined,
    );
  return (
    <>
      <SegmentedControl
        aria-label={t('list.segmentsMode')}
        value={mode}
        onChange={(value) => {
          setMode(value as typeof mode);
          tell(value as typeof mode, names);
        }}
        data={[
          { value: 'add', label: t('list.segmentsAdd') },
          { value: 'remove', label: t('list.segmentsRemove') },
        ]}
      />
      <MultiSelect
        data-autofocus
        searchable
        label={t('cp.segments')}
        data={options}
        value={names}
        nothingFoundMessage={t('ui.nothing')}
        onChange={(chosen) => {
          setNames(chosen);
          tell(mode, chosen);
        }}
      />
    </>
  );
}

function OwnerChange({ onChange }: { onChange: Change }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 200);
  const [owner, setOwner] = useState<string | null>(null);
  const options = useUserOptions(search, owner ? [owner] : []);
  return (
    <Select
      data-autofocus
      searchable
      label={t('cp.owner')}
      data={options}
      value={owner}
      searchValue={text}
      onSearchChange={setText}
      filter={({ options: all }) => all}
      nothingFoundMessage={t('ui.nothing')}
      onChange={(value) => {
        setOwner(value);
        onChange(value ? { owner: value } : undefined);
      }}
    />
  );
}

function MarketChange({ onChange }: { onChange: Change }) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t('cp.market')}
      description={t('list.marketHint')}
      onChange={(value) => onChange({ market_state: value as MarketState })}
    >
      <Stack gap={8} mt={10}>
        <Radio value="POTENTIAL" label={t('cp.markets.POTENTIAL')} />
        <Radio value="EXISTING" label={t('cp.markets.EXISTING')} />
      </Stack>
    </Radio.Group>
  );
}
