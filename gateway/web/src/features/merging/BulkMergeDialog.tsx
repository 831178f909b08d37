import { Button, Group, Modal, Select, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { watchJob } from '@/features/jobs';
import { errorText, reasonText } from '@/shared/lib/errors';
import { ErrorState } from '@/shared/ui/ErrorState';
import { Tag } from '@/shared/ui/Tag';
import { bulkPreviewQuery, useBulkMerge } from './api';
import s from './Merge.module.css';

interface Props {
  onClose: () => void;
}

const SCORES = ['100', '95', '90', '85', '80'];

/** All pairs of the queue from a score on, at once: what would become what, before anything does. */
export function BulkMergeDialog({ onClose }: Props) {
  const { t } = useTranslation();
  const [score, setScore] = useState('95');
  const preview = useQuery(bulkPreviewQuery(Number(score)));
  const bulk = useBulkMerge();
  const groups = preview.data?.groups ?? [];
  const count = preview.data?.group_count ?? 0;
  const start = () =>
    bulk.mutate(Number(score), {
      onSuccess: (job) => {
        watchJob(job, t('merging.bulkTitle'));
        onClose();
      },
    });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('merging.bulkTitle')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap="md">
        <p className={s.hint}>{t('merging.bulkHint')}</p>
        <Select
          label={t('merging.bulkScore')}
          allowDeselect={false}
          value={score}
          data={SCORES.map((value) => ({ value, label: t('merging.fromScore', { score: value }) }))}
          onChange={(value) => value && setScore(value)}
        />
        {preview.isPending && <Skeleton h={160} />}
        {preview.error && <ErrorState error={preview.error} retry={() => void preview.refetch()} />}
        {preview.data && (
          <p className={s.hint} aria-live="polite">
            {count > 0
              ? `${t('merging.bulkGroups', { count })}, ${t('merging.bulkGone', { count: preview.data.merged_count })}`
              : t('merging.bulkNothing')}
          </p>
        )}
        {groups.length > 0 && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <section className={s.groups} tabIndex={0} aria-label={t('merging.bulkFirst')}>
            <ul className={s.groupList}>
              {groups.map((group) => (
                <li key={group.records.map((one) => one.name).join()}>
                  <b>{group.records[0]?.display_name}</b>
                  {group.records.length > 1 && ' ← '}
                  {group.records
                    .slice(1)
                    .map((one) => one.display_name)
                    .join(', ')}
                  {group.refusal_reason && (
                    <Tag size="s" color="yellow" title={reasonText(group.refusal_reason)}>
                      {t('merging.bulkLeft')}
                    </Tag>
                  )}
                </li>
              ))}
            </ul>
          </section>
        )}
        {bulk.error && (
          <div className={s.notice} data-tone="refusal" role="alert">
            {errorText(bulk.error)}
          </div>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button loading={bulk.isPending} disabled={count === 0} onClick={start}>
            {t('merging.merge')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
