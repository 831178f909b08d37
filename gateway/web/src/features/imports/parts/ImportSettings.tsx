import { Button, Group, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { toastDone } from '@/shared/ui/toast';
import { useUpdateImport } from '../api';
import { type DuplicatePolicy, type ImportFile, isEditable } from '../model';
import s from './FileStep.module.css';
import { OwnerPicker, SegmentsPicker } from './pickers';

const POLICIES: readonly DuplicatePolicy[] = ['SKIP', 'UPDATE'];

/** Owner, segments and duplicates policy of what will be created; a new policy checks the rows anew. */
export function ImportSettings({ file }: { file: ImportFile }) {
  const { t } = useTranslation();
  const can = useCan();
  const update = useUpdateImport(file.name);
  const [policy, setPolicy] = useState<DuplicatePolicy>(file.duplicate_policy || 'SKIP');
  const [owner, setOwner] = useState(file.owner);
  const [segments, setSegments] = useState(file.segments);
  const locked = !can('imports.write') || !isEditable(file.state);
  const changed =
    policy !== (file.duplicate_policy || 'SKIP') ||
    owner !== file.owner ||
    segments.join() !== file.segments.join();
  const save = () =>
    update.mutate(
      { duplicate_policy: policy, owner, segments, etag: file.etag },
      { onSuccess: () => toastDone(t('ui.saved')) },
    );
  return (
    <section className={`card ${s.card}`}>
      <h2 className={s.title}>{t('importsUi.file.settings')}</h2>
      <Stack gap="sm">
        {can('users.read') && <OwnerPicker value={owner} onChange={setOwner} disabled={locked} />}
        {can('segments.read') && <SegmentsPicker value={segments} onChange={setSegments} disabled={locked} />}
        <Radio.Group
          label={t('importsUi.form.policy')}
          value={policy}
          onChange={(value) => setPolicy(value as DuplicatePolicy)}
        >
          <Stack gap={8} mt={6}>
            {POLICIES.map((value) => (
              <Radio
                key={value}
                value={value}
                size="sm"
                disabled={locked}
                label={t(`importsUi.policy.${value}`)}
                description={t(`importsUi.policyHint.${value}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {changed && !locked && (
          <Group gap="xs">
            <Button onClick={save} loading={update.isPending}>
              {t('ui.save')}
            </Button>
          </Group>
        )}
      </Stack>
    </section>
  );
}
