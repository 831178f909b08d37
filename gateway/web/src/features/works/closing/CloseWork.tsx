import { Button, Group, Modal, Skeleton, Stack, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDaysOff } from '@/features/workCalendars';
import { ApiError } from '@/shared/api/client';
import { todayIn } from '@/shared/lib/dates';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import notice from '@/shared/ui/Notice.module.css';
import { toastDone, toastError, toastUndo } from '@/shared/ui/toast';
import { useLeaving } from '@/shared/ui/useLeaving';
import {
  actionsQuery,
  cancelWork,
  closeWork,
  reopenWork,
  type Sign,
  useChangeWork,
  type Work,
  type WorkAction,
  workQuery,
} from '../api';
import { useZone } from '../useZone';
import s from './Closing.module.css';
import { NextStep } from './NextStep';
import { type NextDraft, nextInput, proposed, resultsFor, usualNext } from './next';
import { Script } from './Script';

interface Props {
  /** Format: works/{work} */
  name: string;
  /** As chosen already, by a key or a button. */
  sign?: Sign;
  onClose: () => void;
}

/** Plus or minus, what came of it, and what goes on from it: in one panel. */
export function CloseWork({ name, sign, onClose }: Props) {
  const { t } = useTranslation();
  const work = useQuery(workQuery(name));
  const actions = useQuery(actionsQuery);
  const { leave, onInput, question } = useLeaving(onClose);
  const failed = work.error ?? actions.error;
  return (
    <Modal
      opened
      {...leave}
      size="lg"
      title={work.data ? t('works.closing', { work: work.data.display_name }) : t('works.close')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {question}
      {work.data && actions.data ? (
        <Panel
          work={work.data}
          actions={actions.data}
          sign={sign ?? ''}
          onInput={onInput}
          onClose={onClose}
        />
      ) : failed ? (
        <ErrorState error={failed} retry={() => void Promise.all([work.refetch(), actions.refetch()])} />
      ) : (
        <Skeleton h={260} />
      )}
    </Modal>
  );
}

interface PanelProps {
  work: Work;
  actions: WorkAction[];
  sign: Sign | '';
  onInput: () => void;
  onClose: () => void;
}

function Panel({ work, actions, onInput, onClose, ...chosen }: PanelProps) {
  const { t } = useTranslation();
  const can = useCan();
  const zone = useZone();
  const today = todayIn(zone);
  const isOff = useDaysOff(today, work.owner);
  const action = actions.find((each) => each.name === work.action);
  const [sign, setSign] = useState(chosen.sign);
  const [result, setResult] = useState('');
  const [comment, setComment] = useState('');
  const [own, setOwn] = useState<NextDraft | null | undefined>();
  const [tried, setTried] = useState(false);
  const close = useClosing(work, onClose);
  // What the action proposes, until somebody says something else.
  const proposal = can('works.create') ? (proposed(action, sign, result, today, isOff) ?? null) : null;
  const next = own === undefined ? proposal : own;
  const errors = fieldErrors(close.error);
  const choose = (to: Sign) => {
    setSign(to);
    if (!resultsFor(action, to).some(({ id }) => id === result)) setResult('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!sign || close.isPending) return;
    close.mutate({
      name: work.name,
      etag: work.etag,
      sign,
      result,
      comment: comment.trim(),
      next: next ? nextInput(next, zone) : undefined,
    });
  };
  if (work.state !== 'OPEN')
    return (
      <div className={notice.error} role="alert">
        {t('works.closedAlready', { user: work.closed_by_display_name })}
      </div>
    );
  return (
    <form onSubmit={submit} onInput={onInput} noValidate>
      <Stack gap="md">
        {close.error && Object.keys(errors).length === 0 && (
          <div className={notice.error} role="alert">
            {errorText(close.error)}
          </div>
        )}
        {work.script && <Script name={work.script} />}
        <Signs value={sign} focused={chosen.sign === ''} error={tried && !sign} onChange={choose} />
        <Results
          action={action}
          sign={sign}
          value={result}
          error={errors.result}
          onChange={(id, means) => {
            setResult(id);
            if (means) setSign(means);
          }}
        />
        <Textarea
          autosize
          minRows={2}
          label={t('works.comment')}
          value={comment}
          error={errors.comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        {can('works.create') && (
          <NextStep
            actions={actions}
            value={next}
            usual={() => usualNext(action, today, isOff)}
            errors={errors}
            onChange={setOwn}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button
            type="submit"
            // A key opened the panel: Enter confirms. The panel may come after the dialog took the focus.
            data-autofocus={chosen.sign ? true : undefined}
            autoFocus={chosen.sign !== ''}
            color={sign === 'MINUS' ? 'red' : undefined}
            loading={close.isPending}
          >
            {t(sign ? `works.closeWith.${sign}` : 'works.close')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface SignsProps {
  value: Sign | '';
  /** Nothing is chosen yet: here it begins. */
  focused: boolean;
  error: boolean;
  onChange: (sign: Sign) => void;
}

const SIGNS: [Sign, string][] = [
  ['PLUS', '+'],
  ['MINUS', '−'],
];

function Signs({ value, focused, error, onChange }: SignsProps) {
  const { t } = useTranslation();
  return (
    <div>
      <div className={s.signs} role="radiogroup" aria-label={t('works.sign')}>
        {SIGNS.map(([sign, mark]) => (
          <label key={sign} className={s.sign} data-sign={sign} data-on={value === sign || undefined}>
            <input
              type="radio"
              name="sign"
              className="visuallyHidden"
              data-autofocus={focused && sign === 'PLUS' ? true : undefined}
              // biome-ignore lint/a11y/noAutofocus: the panel may come after the dialog took the focus
              autoFocus={focused && sign === 'PLUS'}
              checked={value === sign}
              onChange={() => onChange(sign)}
            />
            <b aria-hidden>{mark}</b>
            {t(`enums.Work.Sign.${sign}`)}
          </label>
        ))}
      </div>
      {error && (
        <p className={s.error} role="alert">
          {t('errors.SIGN_REQUIRED')}
        </p>
      )}
    </div>
  );
}

interface ResultsProps {
  action: WorkAction | undefined;
  sign: Sign | '';
  value: string;
  error?: string;
  onChange: (result: string, means: Sign | '') => void;
}

function Results({ action, sign, value, error, onChange }: ResultsProps) {
  const { t } = useTranslation();
  const results = resultsFor(action, sign);
  if (results.length === 0) return null;
  return (
    <fieldset className={s.results}>
      <legend>{t('works.result')}</legend>
      {results.map(({ id, display_name, sign: means }) => (
        <label key={id} className={s.result} data-on={value === id || undefined}>
          <input
            type="checkbox"
            className="visuallyHidden"
            checked={value === id}
            onChange={() => onChange(value === id ? '' : id, (means as Sign) || '')}
          />
          {display_name}
        </label>
      ))}
      {error && (
        <p className={s.error} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** Closed, it can be taken back at once: with what was planned in the same breath. */
function useClosing(work: Work, onDone: () => void) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const undo = useChangeWork(async (planned: string[]) => {
    await reopenWork(work.name);
    for (const name of planned) await cancelWork({ name });
  });
  const close = useChangeWork(closeWork);
  const done = (answer: Awaited<ReturnType<typeof closeWork>>) => {
    const sign = answer.work?.sign as Sign;
    const text = t(`works.closedWith.${sign}`, { work: work.display_name });
    const planned = answer.next.map(({ name }) => name);
    const said = planned.length ? `${text} ${t('works.nextPlanned')}` : text;
    if (can('works.reopen')) toastUndo(said, () => undo.mutate(planned, { onError: toastError }), work.name);
    else toastDone(said);
    onDone();
  };
  return {
    ...close,
    mutate: (closing: Parameters<typeof closeWork>[0]) =>
      close.mutate(closing, {
        onSuccess: done,
        onError: (error) => {
          // Somebody was quicker: the panel shows what he did.
          if (error instanceof ApiError && error.status === 409)
            void client.invalidateQueries({ queryKey: ['works', 'item', work.name] });
        },
      }),
  };
}
