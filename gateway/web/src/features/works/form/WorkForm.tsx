import { NativeSelect, Skeleton, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RepeatFields } from '@/features/series';
import { createSeries, type Repeated } from '@/features/series/api';
import { type Repeating, useRepeating } from '@/features/series/useRepeating';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { useProfile } from '@/shared/session/session';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { PeoplePicker, PersonPicker } from '@/shared/ui/fields/pickers';
import notice from '@/shared/ui/Notice.module.css';
import { toastDone } from '@/shared/ui/toast';
import { actionsQuery, createWork, useChangeWork, type Work, type WorkInput } from '../api';
import { PRIORITIES } from '../search';
import { useZone } from '../useZone';
import s from '../Works.module.css';
import { type WhenDraft, whenOf } from '../when';
import { Deadline } from './Deadline';
import { type About, type Draft, following, inputOf, newDraft } from './draft';
import { ParentField } from './ParentField';
import { Reminder } from './Reminder';
import { ScriptField } from './ScriptField';
import { ContactField, SubjectField } from './SubjectFields';
import { WhenFields } from './WhenFields';

interface NewProps {
  /** From whose card it is planned. */
  about?: About;
  /** On which it goes on. */
  basedOn?: Work;
  /** What else is known already, such as the day. */
  from?: Partial<Draft>;
  /** What it is made of. */
  interaction?: string;
  onClose: () => void;
}

export function NewWork({ about, basedOn, from, interaction, onClose }: NewProps) {
  const { t } = useTranslation();
  const { user } = useProfile();
  const zone = useZone();
  const known = { ...(basedOn ? following(basedOn) : {}), ...from };
  const [draft, setDraft] = useState(() => newDraft(user.name, zone, about, known));
  const create = useChangeWork((body: WorkInput) => createWork(body, interaction));
  const repeating = useRepeating(draft.when.date);
  const { repeated } = repeating;
  const begin = useChangeWork((body: WorkInput) => createSeries(body, repeated as Repeated));
  const send = repeated ? begin : create;
  const submit = () =>
    send.mutate(inputOf(draft, zone), {
      onSuccess: (made) => {
        const work = ('work' in made ? made.work : made)?.display_name;
        toastDone(t(repeated ? 'series.begun' : 'works.created', { work }));
        onClose();
      },
    });
  return (
    <Form
      isNew
      title={t(basedOn ? 'works.newBasedOn' : 'works.new')}
      action={t('works.plan')}
      saving={send.isPending}
      error={send.error}
      repeating={interaction ? undefined : repeating}
      draft={draft}
      names={{
        subject: basedOn?.subject_display_name ?? about?.display_name,
        contact: basedOn?.contact_display_name ?? about?.contact_display_name,
        client: basedOn?.counterparty,
      }}
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
  /** What it depends on may still be said. */
  isNew?: boolean;
  /** Whether it is done again and again. */
  repeating?: Repeating;
  /** How what is chosen is called, and whose client it is. */
  names: { subject?: string; contact?: string; client?: string };
  onChange: (draft: Draft) => void;
  onSubmit: () => void;
  onClose: () => void;
}

export function Form({ draft, names, error, isNew, repeating, onChange, onSubmit, ...drawer }: FormProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const errors = fieldErrors(error);
  const set = (patch: Partial<Draft>) => onChange({ ...draft, ...patch });
  const [first] = useState(draft.subject);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!drawer.saving) onSubmit();
  };
  const client = draft.subjectKind === 'counterparties' ? draft.subject : (names.client ?? '');
  return (
    <FormDrawer noValidate size={500} {...drawer} onSubmit={send}>
      {error && Object.keys(errors).length === 0 && (
        <div className={notice.error} role="alert">
          {errorText(error)}
        </div>
      )}
      <ActionFields draft={draft} errors={errors} set={set} />
      <SubjectField
        subject={draft.subject}
        known={draft.subject === first ? names.subject : undefined}
        kind={draft.subjectKind}
        error={errors.subject}
        onChange={(subject, subjectKind) => set({ subject, subjectKind, contact: '' })}
      />
      {client && (
        <ContactField
          client={client}
          value={draft.contact}
          known={names.contact}
          error={errors.contact}
          onChange={(contact) => set({ contact })}
        />
      )}
      <WhenFields
        value={draft.when}
        errors={whenErrors(errors)}
        onChange={(when) => set({ when, ...(sameShape(when, draft.when) ? {} : { reminder: '' }) })}
      />
      {repeating && (
        <Suspense fallback={<Skeleton h={60} />}>
          <RepeatFields
            repeating={repeating}
            when={whenOf(draft.when, zone)}
            day={draft.when.date}
            owner={draft.owner}
            error={errors.rule}
          />
        </Suspense>
      )}
      <Deadline draft={draft} error={errors.deadline_time} set={set} />
      <div className={s.two}>
        <PersonPicker
          label={t('works.owner')}
          placeholder={t('works.nobody')}
          value={draft.owner}
          error={errors.owner}
          onChange={(owner) => set({ owner })}
        />
        <NativeSelect
          label={t('works.priority')}
          value={draft.priority}
          data={PRIORITIES.map((value) => ({ value, label: t(`enums.Work.Priority.${value}`) }))}
          onChange={(event) => set({ priority: event.currentTarget.value })}
        />
      </div>
      <PeoplePicker
        label={t('works.participants')}
        value={draft.participants}
        error={errors.participants}
        onChange={(participants) => set({ participants })}
      />
      {isNew && (
        <ParentField value={draft.parent} error={errors.parent} onChange={(parent) => set({ parent })} />
      )}
      <Reminder draft={draft} set={set} />
      <ScriptField
        action={draft.action}
        value={draft.script}
        error={errors.script}
        onChange={(script) => set({ script })}
      />
      <Textarea
        autosize
        minRows={2}
        label={t('works.description')}
        value={draft.description}
        error={errors.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
    </FormDrawer>
  );
}

/** Of hours one is reminded minutes before, of days at a time of day. */
const sameShape = (one: WhenDraft, other: WhenDraft) => (one.kind === 'EXACT') === (other.kind === 'EXACT');

const whenErrors = (errors: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(errors).flatMap(([field, text]) =>
      field.startsWith('when.') ? [[field.slice('when.'.length), text]] : [],
    ),
  );

interface PartProps {
  draft: Draft;
  set: (patch: Partial<Draft>) => void;
}

/** What is to be done, and what it should lead to: the action's own results. */
function ActionFields({ draft, errors, set }: PartProps & { errors: Record<string, string> }) {
  const { t } = useTranslation();
  const { data: actions = [] } = useQuery(actionsQuery);
  const offered = actions.filter((each) => !each.archived || each.name === draft.action);
  const action = actions.find((each) => each.name === draft.action) ?? offered[0];
  const results = (action?.results ?? []).filter(
    (each) => !each.archived || each.id === draft.planned_result,
  );
  return (
    <>
      <div className={s.two}>
        <NativeSelect
          data-autofocus
          label={t('works.action')}
          data={offered.map((each) => ({ value: each.name, label: each.display_name }))}
          value={draft.action || (action?.name ?? '')}
          error={errors.action}
          onChange={(event) => set({ action: event.currentTarget.value, planned_result: '', script: '' })}
        />
        <NativeSelect
          label={t('works.plannedResult')}
          value={draft.planned_result}
          error={errors.planned_result}
          data={[
            { value: '', label: '—' },
            ...results.map(({ id, display_name }) => ({ value: id, label: display_name })),
          ]}
          onChange={(event) =>
            set({ planned_result: event.currentTarget.value, action: draft.action || (action?.name ?? '') })
          }
        />
      </div>
      <TextInput
        label={t('works.name')}
        placeholder={action?.display_name}
        maxLength={250}
        value={draft.display_name}
        error={errors.display_name}
        onChange={(event) => set({ display_name: event.currentTarget.value })}
      />
    </>
  );
}
