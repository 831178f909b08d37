import { Button, Input, NativeSelect, SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import s from './Attitude.module.css';
import { ASPECTS, type AssessmentDraft, useAssessing } from './api';

const SCORES = ['1', '2', '3', '4', '5'];

/** A mark, what it is of, and a word about it: two presses are enough. */
export function AssessForm({ counterparty, onDone }: { counterparty: string; onDone: () => void }) {
  const { t } = useTranslation();
  const { create } = useAssessing(counterparty);
  const [draft, setDraft] = useState<AssessmentDraft>({
    aspect: 'SERVICE_SATISFACTION',
    score: 0,
    comment: '',
  });
  const errors = fieldErrors(create.error);
  const ready = draft.score > 0 || (draft.aspect === 'PREFERENCES_CHANGE' && draft.comment.trim());
  return (
    <form
      className={s.form}
      aria-label={t('assessments.assess')}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) create.mutate({ ...draft, comment: draft.comment.trim() }, { onSuccess: onDone });
      }}
    >
      <NativeSelect
        aria-label={t('assessments.aspect')}
        value={draft.aspect}
        data={ASPECTS.map((value) => ({ value, label: t(`enums.Assessment.Aspect.${value}`) }))}
        onChange={(event) =>
          setDraft({ ...draft, aspect: event.currentTarget.value as AssessmentDraft['aspect'] })
        }
      />
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t('assessments.score')}
        value={draft.score ? String(draft.score) : ''}
        onChange={(score) => setDraft({ ...draft, score: Number(score) })}
        data={SCORES}
      />
      <Input.Description>{t('assessments.scoreHint')}</Input.Description>
      {errors.score && <Input.Error>{errors.score}</Input.Error>}
      <Textarea
        aria-label={t('assessments.comment')}
        placeholder={t('assessments.comment')}
        value={draft.comment}
        error={errors.comment}
        onChange={(event) => setDraft({ ...draft, comment: event.currentTarget.value })}
      />
      {create.error && Object.keys(errors).length === 0 && (
        <Input.Error role="alert">{errorText(create.error)}</Input.Error>
      )}
      <div className={s.buttons}>
        <Button type="submit" size="compact-sm" disabled={!ready} loading={create.isPending}>
          {t('ui.save')}
        </Button>
        <Button variant="subtle" color="gray" size="compact-sm" onClick={onDone}>
          {t('ui.cancel')}
        </Button>
      </div>
    </form>
  );
}
