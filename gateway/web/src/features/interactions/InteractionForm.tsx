import { NativeSelect, NumberInput, SegmentedControl, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SubjectField } from '@/features/works/form/SubjectFields';
import { useZone } from '@/features/works/useZone';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { useProfile } from '@/shared/session/session';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { PeoplePicker, PersonPicker } from '@/shared/ui/fields/pickers';
import notice from '@/shared/ui/Notice.module.css';
import { toastDone } from '@/shared/ui/toast';
import {
  type About,
  createInteraction,
  type Interaction,
  type InteractionInput,
  kindsQuery,
  updateInteraction,
  useChange,
} from './api';
import { changesOf, type Draft, draftOf, inputOf, newDraft } from './draft';
import s from './Interactions.module.css';

interface NewProps {
  /** From whose card it is recorded. */
  about?: About;
  /** On which it goes on. */
  basedOn?: Interaction;
  onClose: () => void;
}

export function NewInteraction({ about, basedOn, onClose }: NewProps) {
  const { t } = useTranslation();
  const { user } = useProfile();
  const zone = useZone();
  const [draft, setDraft] = useState(() => newDraft(user.name, zone, about, basedOn));
  const create = useChange(createInteraction);
  const submit = () =>
    create.mutate(inputOf(draft, zone, basedOn?.with_whom), {
      onSuccess: ({ topic }) => {
        toastDone(t('interactions.recorded', { topic }));
        onClose();
      },
    });
  return (
    <Form
      title={t(basedOn ? 'interactions.newBasedOn' : 'interactions.new')}
      action={t('interactions.save')}
      saving={create.isPending}
      error={create.error}
      draft={draft}
      subject={about?.display_name ?? basedOn?.subject_display_name}
      onChange={setDraft}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}

export function EditInteraction({ interaction, onClose }: { interaction: Interaction; onClose: () => void }) {
  const { t } = useTranslation();
  const zone = useZone();
  const [before] = useState(() => draftOf(interaction, zone));
  const [draft, setDraft] = useState(before);
  const update = useChange(updateInteraction);
  const submit = () => {
    const changed = changesOf(draft, before, zone, interaction.with_whom);
    if (Object.keys(changed).length === 0) return onClose();
    const { name, etag } = interaction;
    update.mutate(
      { ...(changed as InteractionInput), name, etag },
      {
        onSuccess: () => {
          toastDone(t('ui.saved'));
          onClose();
        },
      },
    );
  };
  return (
    <Form
      title={t('interactions.editing')}
      action={t('ui.save')}
      saving={update.isPending}
      error={update.error}
      draft={draft}
      subject={interaction.subject_display_name}
      onChange={setDraft}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}

interface FormProps {
  title: string;
  action: string;
  saving: boolean;
  error: Error | null;
  draft: Draft;
  /** How whom it is about is called. */
  subject?: string;
  onChange: (draft: Draft) => void;
  onSubmit: () => void;
  onClose: () => void;
}

function Form({ draft, subject, error, onChange, onSubmit, ...drawer }: FormProps) {
  const { t } = useTranslation();
  const errors = fieldErrors(error);
  const [first] = useState(draft.subject);
  const set = (patch: Partial<Draft>) => onChange({ ...draft, ...patch });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!drawer.saving) onSubmit();
  };
  const text = (field: 'topic' | 'occasion' | 'place') => ({
    label: t(`interactions.${field}`),
    maxLength: 250,
    value: draft[field],
    error: errors[field],
    onChange: (event: { currentTarget: { value: string } }) => set({ [field]: event.currentTarget.value }),
  });
  const people = Object.entries(errors).find(([field]) => field.startsWith('with_whom'))?.[1];
  return (
    <FormDrawer noValidate size={500} {...drawer} onSubmit={send}>
      {error && Object.keys(errors).length === 0 && (
        <div className={notice.error} role="alert">
          {errorText(error)}
        </div>
      )}
      <TextInput
        data-autofocus
        required
        placeholder={t('interactions.topicPlaceholder')}
        {...text('topic')}
      />
      <HowFields draft={draft} errors={errors} set={set} />
      <SubjectField
        subject={draft.subject}
        known={draft.subject === first ? subject : undefined}
        kind={draft.subjectKind}
        error={errors.subject}
        onChange={(name, subjectKind) => set({ subject: name, subjectKind })}
      />
      <TagsInput
        label={t('interactions.withWhom')}
        description={t('interactions.withWhomHint')}
        placeholder={draft.people.length ? undefined : t('interactions.withWhomPlaceholder')}
        splitChars={[';', '\n']}
        acceptValueOnBlur
        maxTags={20}
        value={draft.people}
        error={people}
        onChange={(next) => set({ people: next })}
      />
      <Textarea
        autosize
        minRows={3}
        label={t('interactions.text')}
        value={draft.text}
        error={errors.text}
        onChange={(event) => set({ text: event.currentTarget.value })}
      />
      <Textarea
        autosize
        minRows={1}
        label={t('interactions.result')}
        value={draft.result}
        error={errors.result}
        onChange={(event) => set({ result: event.currentTarget.value })}
      />
      <div className={s.two}>
        <TextInput {...text('occasion')} />
        <TextInput {...text('place')} />
      </div>
      <PersonPicker
        label={t('interactions.owner')}
        placeholder={t('interactions.nobody')}
        value={draft.owner}
        error={errors.owner}
        onChange={(owner) => set({ owner })}
      />
      <PeoplePicker
        label={t('interactions.participants')}
        value={draft.participants}
        error={errors.participants}
        onChange={(participants) => set({ participants })}
      />
    </FormDrawer>
  );
}

interface HowProps {
  draft: Draft;
  errors: Record<string, string>;
  set: (patch: Partial<Draft>) => void;
}

/** Of what kind it is, from whom, and when. */
function HowFields({ draft, errors, set }: HowProps) {
  const { t } = useTranslation();
  const { data: kinds = [] } = useQuery(kindsQuery);
  const offered = kinds.filter((each) => !each.archived || each.name === draft.kind);
  return (
    <>
      <div className={s.two}>
        <NativeSelect
          label={t('interactions.kind')}
          data={offered.map(({ name, display_name }) => ({ value: name, label: display_name }))}
          value={draft.kind || (offered[0]?.name ?? '')}
          error={errors.kind}
          onChange={(event) => set({ kind: event.currentTarget.value })}
        />
        <div className={s.way}>
          <span aria-hidden>{t('interactions.direction')}</span>
          <SegmentedControl
            fullWidth
            aria-label={t('interactions.direction')}
            value={draft.direction}
            data={(['IN', 'OUT'] as const).map((value) => ({
              value,
              label: t(`enums.Interaction.Direction.${value}`),
            }))}
            onChange={(direction) => set({ direction: direction as Draft['direction'] })}
          />
        </div>
      </div>
      <div className={s.when}>
        <DateInput
          label={t('interactions.day')}
          value={draft.date}
          error={errors.start_time}
          onChange={(date) => set({ date })}
        />
        <TextInput
          type="time"
          label={t('interactions.time')}
          value={draft.time}
          onChange={(event) => set({ time: event.currentTarget.value })}
        />
        <NumberInput
          label={t('interactions.minutes')}
          min={0}
          max={1440}
          step={5}
          value={draft.minutes || ''}
          error={errors.minutes}
          onChange={(minutes) => set({ minutes: Number(minutes) || 0 })}
        />
      </div>
    </>
  );
}
