import { Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tidy, toInput } from '@/features/deals';
import { ClientPicker, ContactPicker, QualificationFields } from '@/features/deals/fields';
import { idOf } from '@/shared/api/client';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { useProfile } from '@/shared/session/session';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { MoneyInput } from '@/shared/ui/fields/MoneyInput';
import { PeoplePicker, PersonPicker } from '@/shared/ui/fields/pickers';
import notice from '@/shared/ui/Notice.module.css';
import { toastDone } from '@/shared/ui/toast';
import { Alike } from './Alike';
import { createLead, type Lead, type LeadInput, statusesQuery, updateLead, useChangeLead } from './api';

type Values = Partial<LeadInput>;

interface NewProps {
  /** Whose interest it is, as far as that is known. */
  client?: { name: string; display_name: string };
  /** What else is known already. */
  from?: Partial<LeadInput>;
  /** Who opened the form goes on from it; else the lead's card is shown. */
  onCreated?: (lead: Lead) => void;
  onClose: () => void;
}

export function NewLead({ client, from, onCreated, onClose }: NewProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { user } = useProfile();
  const [values, setValues] = useState<Values>({
    owner: user.name,
    counterparty: client?.name,
    ...from,
  });
  const [assign, setAssign] = useState(false);
  const create = useChangeLead(createLead);
  const submit = () =>
    create.mutate({ ...(values as LeadInput), owner: assign ? '' : values.owner, assign } as LeadInput, {
      onSuccess: (lead) => {
        toastDone(t('leads.created', { lead: lead.display_name }));
        if (onCreated) return onCreated(lead);
        onClose();
        void navigate({ to: '/leads/$id', params: { id: idOf(lead.name) } });
      },
    });
  return (
    <Form
      title={t('leads.new')}
      action={t('leads.create')}
      saving={create.isPending}
      error={create.error}
      values={values}
      known={{ counterparty_display_name: client?.display_name ?? '', contact_display_name: '' }}
      onChange={(patch) => setValues((before) => ({ ...before, ...patch }))}
      onSubmit={submit}
      onClose={onClose}
    >
      <Alike lead={values} />
      <Switch
        label={t('leads.assignByRules')}
        checked={assign}
        onChange={(event) => setAssign(event.currentTarget.checked)}
      />
      {!assign && (
        <PersonPicker
          label={t('leads.owner')}
          value={values.owner ?? ''}
          onChange={(owner) => setValues((before) => ({ ...before, owner }))}
        />
      )}
    </Form>
  );
}

/** Only what was changed is sent. */
export function EditLead({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const { t } = useTranslation();
  const [changed, setChanged] = useState<Values>({});
  const update = useChangeLead(updateLead);
  const submit = () => {
    if (Object.keys(changed).length === 0) return onClose();
    update.mutate(
      {
        ...changed,
        ...(changed.qualification ? { qualification: tidy(changed.qualification) } : {}),
        name: lead.name,
        etag: lead.etag,
      },
      {
        onSuccess: () => {
          toastDone(t('ui.saved'));
          onClose();
        },
      },
    );
  };
  const set = (patch: Values) => setChanged((before) => ({ ...before, ...patch }));
  return (
    <Form
      title={t('leads.editing')}
      action={t('ui.save')}
      saving={update.isPending}
      error={update.error}
      values={{ ...(lead as Values), ...changed }}
      known={lead}
      onChange={set}
      onSubmit={submit}
      onClose={onClose}
    >
      <Textarea
        autosize
        minRows={2}
        label={t('fields.leads.comment')}
        value={changed.comment ?? lead.comment}
        onChange={(event) => set({ comment: event.currentTarget.value })}
      />
      <DateInput
        label={t('fields.leads.next_date')}
        value={String((changed.next_date === undefined ? lead.next_date : changed.next_date) ?? '')}
        onChange={(next_date) => set({ next_date: next_date || null } as Values)}
      />
      <PersonPicker
        label={t('leads.owner')}
        value={changed.owner ?? lead.owner}
        onChange={(owner) => set({ owner })}
      />
      <PeoplePicker
        label={t('fields.leads.participants')}
        value={changed.participants ?? lead.participants}
        onChange={(participants) => set({ participants })}
      />
      <QualificationFields
        value={changed.qualification ?? toInput(lead.qualification)}
        errors={fieldErrors(update.error)}
        onChange={(qualification) => set({ qualification })}
      />
    </Form>
  );
}

interface FormProps {
  title: string;
  action: string;
  saving: boolean;
  error: Error | null;
  values: Values;
  known?: Pick<Lead, 'counterparty_display_name' | 'contact_display_name'>;
  onChange: (patch: Values) => void;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

const LINES = [
  ...(['company_name', 'inn', 'person_name', 'position', 'website', 'territory'] as const),
  ...(['source', 'campaign'] as const),
];

function Form({ values, known, error, onChange, onSubmit, children, ...drawer }: FormProps) {
  const { t } = useTranslation();
  const errors = fieldErrors(error);
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <FormDrawer noValidate size={460} {...drawer} onSubmit={send}>
      {error && Object.keys(errors).length === 0 && (
        <div className={notice.error} role="alert">
          {errorText(error)}
        </div>
      )}
      <TextInput
        data-autofocus
        required
        label={t('fields.leads.display_name')}
        value={values.display_name ?? ''}
        error={errors.display_name}
        onChange={(event) => onChange({ display_name: event.currentTarget.value })}
      />
      <Status value={values.status} error={errors.status} onChange={(status) => onChange({ status })} />
      <TagsInput
        label={t('fields.leads.phones')}
        value={values.phones ?? []}
        error={errors.phones}
        onChange={(phones) => onChange({ phones })}
      />
      <TagsInput
        label={t('fields.leads.emails')}
        value={values.emails ?? []}
        error={errors.emails}
        onChange={(emails) => onChange({ emails })}
      />
      {LINES.map((field) => (
        <TextInput
          key={field}
          label={t(`fields.leads.${field}`)}
          value={values[field] ?? ''}
          error={errors[field]}
          onChange={(event) => onChange({ [field]: event.currentTarget.value })}
        />
      ))}
      <ClientPicker
        label={t('fields.leads.counterparty')}
        value={values.counterparty ?? ''}
        known={known?.counterparty_display_name}
        error={errors.counterparty}
        onChange={(counterparty) => onChange({ counterparty })}
      />
      <ContactPicker
        label={t('fields.leads.contact')}
        value={values.contact ?? ''}
        known={known?.contact_display_name}
        error={errors.contact}
        onChange={(contact) => onChange({ contact })}
      />
      <Textarea
        autosize
        minRows={2}
        label={t('fields.leads.interest')}
        value={values.interest ?? ''}
        error={errors.interest}
        onChange={(event) => onChange({ interest: event.currentTarget.value })}
      />
      <MoneyInput
        label={t('fields.leads.amount')}
        value={values.amount}
        error={errors.amount}
        onChange={(amount) => onChange({ amount } as Values)}
      />
      {children}
    </FormDrawer>
  );
}

interface FieldProps<T> {
  value: T | undefined;
  error?: string;
  onChange: (value: NonNullable<T>) => void;
}

function Status({ value, error, onChange }: FieldProps<string>) {
  const { t } = useTranslation();
  const { data = [] } = useQuery(statusesQuery);
  const offered = data.filter((one) => !one.archived || one.name === value);
  return (
    <Select
      label={t('leads.status')}
      allowDeselect={false}
      data={offered.map(({ name, display_name }) => ({ value: name, label: display_name }))}
      value={value || (data[0]?.name ?? null)}
      error={error}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}
