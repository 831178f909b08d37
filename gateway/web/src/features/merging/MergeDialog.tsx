import { Button, Checkbox, Group, Modal, Skeleton, Stack, Switch } from '@mantine/core';
import { IconAlertTriangle, IconArrowMerge } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { itemQuery } from '@/features/counterparties/api';
import { useAllCustomFields } from '@/features/customFields';
import type { Counterparty } from '@/shared/api/types';
import { errorText } from '@/shared/lib/errors';
import { ErrorState } from '@/shared/ui/ErrorState';
import { type Merge, previewQuery, useMerge } from './api';
import { type Choices, differs, filledFields, firstSurvivor } from './choosing';
import s from './Merge.module.css';
import { MergeTable } from './MergeTable';
import { useUndo } from './useUndo';

interface Props {
  /** Two to ten clients. */
  names: readonly string[];
  /** Called with what was made, or without if nothing was. */
  onDone: (made?: Merge) => void;
}

/** Clients side by side: who stays, whose value each field takes, and what comes of it. */
export function MergeDialog({ names, onDone }: Props) {
  const { t } = useTranslation();
  const items = useQueries({ queries: names.map((name) => itemQuery(name)) });
  const failed = items.find((item) => item.error);
  const rows = items.map((item) => item.data).filter((row) => row !== undefined);
  return (
    <Modal
      opened
      onClose={() => onDone()}
      size="min(1180px, 96vw)"
      title={t('merging.title', { count: names.length })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {failed ? (
        <ErrorState error={failed.error} retry={() => void failed.refetch()} />
      ) : rows.length === names.length ? (
        <Chooser rows={rows} onDone={onDone} />
      ) : (
        <Skeleton h={320} aria-busy="true" />
      )}
    </Modal>
  );
}

function Chooser({ rows: given, onDone }: { rows: Counterparty[]; onDone: Props['onDone'] }) {
  const { t } = useTranslation();
  // As they were read: what somebody changes meanwhile is refused by its etag, not merged unseen.
  const [rows] = useState(given);
  const [survivor, setSurvivor] = useState(() => firstSurvivor(rows));
  const [choices, setChoices] = useState<Choices>({});
  const [sure, setSure] = useState(false);
  const [same, showSame] = useState(false);
  const { offer } = useUndo();
  const merge = useMerge();
  const wish = useMemo(
    () => ({
      survivor,
      merged: rows.map((row) => row.name).filter((name) => name !== survivor),
      choices: Object.entries(choices).map(([field, source]) => ({ field, source })),
    }),
    [rows, survivor, choices],
  );
  const preview = useQuery(previewQuery(wish));
  const custom = useAllCustomFields('COUNTERPARTY');
  const filled = useMemo(() => filledFields(rows, custom.keys()), [rows, custom]);
  const fields = same ? filled : filled.filter((id) => differs(id, rows));
  const doubts = preview.data?.doubts ?? [];
  const refusal = merge.error ?? preview.error;
  const submit = () =>
    merge.mutate(
      { ...wish, etags: Object.fromEntries(rows.map((row) => [row.name, row.etag])), confirm_persons: sure },
      {
        onSuccess: (made) => {
          offer(made);
          onDone(made);
        },
      },
    );
  return (
    <Stack gap="md">
      <p className={s.hint}>{t('merging.hint')}</p>
      <MergeTable
        rows={rows}
        fields={fields}
        survivor={survivor}
        choices={choices}
        result={preview.data?.counterparty ?? null}
        onSurvivor={(name) => setSurvivor(name)}
        onChoice={(field, source) =>
          setChoices(({ [field]: _, ...others }) => (source ? { ...others, [field]: source } : others))
        }
      />
      <Group justify="space-between" gap="sm">
        <Switch
          size="sm"
          label={t('merging.showSame', { count: filled.filter((id) => !differs(id, rows)).length })}
          checked={same}
          onChange={(event) => showSame(event.currentTarget.checked)}
        />
        <Moved merge={preview.data} />
      </Group>
      {doubts.length > 0 && <Doubts merge={preview.data!} rows={rows} sure={sure} onSure={setSure} />}
      {refusal && (
        <div className={s.notice} data-tone="refusal" role="alert">
          {errorText(refusal)}
        </div>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={() => onDone()}>
          {t('ui.cancel')}
        </Button>
        <Button
          leftSection={<IconArrowMerge size={16} />}
          loading={merge.isPending}
          disabled={!preview.data || Boolean(preview.error) || (doubts.length > 0 && !sure)}
          onClick={submit}
        >
          {t('merging.merge')}
        </Button>
      </Group>
    </Stack>
  );
}

/** What goes to the survivor. */
function Moved({ merge }: { merge?: Merge }) {
  const { t, i18n } = useTranslation();
  const counts = new Map<string, number>();
  for (const moved of merge?.moved ?? []) {
    counts.set(moved.collection, (counts.get(moved.collection) ?? 0) + moved.count);
  }
  const text = [...counts]
    .map(([collection, count]) => {
      const key = `merging.children.${collection}`;
      return t(i18n.exists(`${key}_other`) ? key : 'merging.children.other', { count });
    })
    .join(', ');
  return (
    <span className={s.moved} aria-live="polite">
      {text ? t('merging.moves', { what: text }) : merge && t('merging.movesNothing')}
    </span>
  );
}

interface DoubtsProps {
  merge: Merge;
  rows: readonly Counterparty[];
  sure: boolean;
  onSure: (sure: boolean) => void;
}

/** People who agree in too little: only a person can say that they are one. */
function Doubts({ merge, rows, sure, onSure }: DoubtsProps) {
  const { t } = useTranslation();
  const named = (keys: readonly string[]) => keys.map((key) => t(`fields.${key}`)).join(', ');
  return (
    <div className={s.notice} data-tone="doubt" role="status">
      <div className={s.doubt}>
        <IconAlertTriangle size={18} aria-hidden />
        {t('merging.doubt')}
      </div>
      <ul className={s.doubts}>
        {merge.doubts.map((doubt) => (
          <li key={doubt.name}>
            <b>{rows.find((row) => row.name === doubt.name)?.display_name}</b>
            {': '}
            {doubt.agreeing.length > 0
              ? t('merging.agreeing', { keys: named(doubt.agreeing) })
              : t('merging.agreeingNothing')}
            {doubt.differing.length > 0 && `; ${t('merging.differing', { keys: named(doubt.differing) })}`}
          </li>
        ))}
      </ul>
      <Checkbox
        label={t('merging.sure')}
        checked={sure}
        onChange={(event) => onSure(event.currentTarget.checked)}
      />
    </div>
  );
}
