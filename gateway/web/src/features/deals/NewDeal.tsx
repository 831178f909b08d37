import { NumberInput, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { useProfile } from '@/shared/session/session';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { PeoplePicker, PersonPicker } from '@/shared/ui/fields/pickers';
import notice from '@/shared/ui/Notice.module.css';
import { toastDone } from '@/shared/ui/toast';
import { type Deal, type DealInput, funnelsQuery, useCreateDeal, useUpdateDeal } from './api';
import { DealField } from './DealField';
import { Broken } from './moving/Broken';
import { breaksAgreement } from './moving/refusals';
import { tidy, toInput } from './qualification/model';
import { QualificationFields } from './qualification/QualificationFields';

const FIELDS = [
  'display_name',
  'counterparty',
  'decision_maker',
  'amount',
  'expected_close_date',
  'source',
  'interest',
];

interface Props {
  /** The default one, if not said. */
  funnel?: string;
  /** For whom it is, as far as that is known. */
  client?: { name: string; display_name: string };
  /** What else is known already. */
  from?: Partial<DealInput>;
  /** Who opened the form goes on from it; else the deal's card is shown. */
  onCreated?: (deal: Deal) => void;
  onClose: () => void;
}

/** A short form: the rest is filled in on the card, as the stages ask for it. */
export default function NewDeal({ funnel, client, from, onCreated, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { user } = useProfile();
  const { data: funnels = [] } = useQuery(funnelsQuery);
  const [values, setValues] = useState<Partial<DealInput>>({
    funnel,
    owner: user.name,
    counterparty: client?.name,
    ...from,
  });
  const create = useCreateDeal();
  const errors = fieldErrors(create.error);
  const set = (key: string, value: unknown) => setValues((before) => ({ ...before, [key]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(values as DealInput, {
      onSuccess: (deal) => {
        toastDone(t('deals.created', { deal: deal.display_name }));
        if (onCreated) return onCreated(deal);
        onClose();
        void navigate({ to: '/deals/$id', params: { id: idOf(deal.name) } });
      },
    });
  };
  return (
    <FormDrawer
      noValidate
      size={460}
      title={t('deals.new')}
      action={t('deals.create')}
      saving={create.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {create.isError && Object.keys(errors).length === 0 && (
        <div className={notice.error} role="alert">
          {errorText(create.error)}
        </div>
      )}
      <Fields
        fields={FIELDS}
        values={values}
        known={{ counterparty: client?.display_name ?? '' }}
        errors={errors}
        onChange={set}
      />
      <Select
        label={t('deals.funnel')}
        allowDeselect={false}
        data={funnels
          .filter((each) => !each.archived)
          .map(({ name, display_name }) => ({ value: name, label: display_name }))}
        value={values.funnel ?? funnels.find((each) => each.default)?.name ?? null}
        error={errors.funnel}
        onChange={(next) => set('funnel', next)}
      />
      <PersonPicker
        label={t('deals.owner')}
        value={values.owner ?? ''}
        error={errors.owner}
        onChange={(next) => set('owner', next)}
      />
    </FormDrawer>
  );
}

const MORE = [
  ...FIELDS,
  'offer_date',
  'offer_result',
  'next_step',
  'contract_number',
  'contract_date',
  'shipment_date',
  'delivery_days',
  'campaign',
  'comment',
];

/** All that one writes into a deal by hand; only what was changed is sent. */
export function EditDeal({ deal, onClose }: { deal: Deal; onClose: () => void }) {
  const { t } = useTranslation();
  const [changed, setChanged] = useState<Partial<DealInput>>({});
  const [override, setOverride] = useState('');
  const update = useUpdateDeal(deal.name);
  const errors = fieldErrors(update.error);
  const set = (key: string, value: unknown) => setChanged((before) => ({ ...before, [key]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (Object.keys(changed).length === 0) return onClose();
    const { qualification } = changed;
    update.mutate(
      {
        ...changed,
        ...(qualification ? { qualification: tidy(qualification) } : {}),
        etag: deal.etag,
        override,
      },
      {
        onSuccess: () => {
          toastDone(t('ui.saved'));
          onClose();
        },
      },
    );
  };
  return (
    <FormDrawer
      noValidate
      size={460}
      title={t('deals.editing')}
      action={t('ui.save')}
      saving={update.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {breaksAgreement(update.error) && (
        <Broken error={update.error} value={override} onChange={setOverride} />
      )}
      {update.isError && Object.keys(errors).length === 0 && (
        <div className={notice.error} role="alert">
          {errorText(update.error)}
        </div>
      )}
      <Fields
        fields={MORE}
        values={{ ...(deal as Partial<DealInput>), ...changed }}
        known={{
          counterparty: deal.counterparty_display_name,
          decision_maker: deal.decision_maker_display_name,
        }}
        errors={errors}
        onChange={set}
      />
      <PersonPicker
        label={t('deals.owner')}
        value={changed.owner ?? deal.owner}
        error={errors.owner}
        onChange={(next) => set('owner', next)}
      />
      <PeoplePicker
        label={t('fields.deals.participants')}
        value={changed.participants ?? deal.participants}
        error={errors.participants}
        onChange={(next) => set('participants', next)}
      />
      <NumberInput
        label={t('fields.deals.own_probability')}
        description={t('deals.ownProbabilityHint')}
        min={0}
        max={100}
        suffix=" %"
        allowDecimal={false}
        value={(changed.own_probability ?? deal.own_probability) || ''}
        error={errors.own_probability}
        onChange={(next) => set('own_probability', Number(next) || 0)}
      />
      <QualificationFields
        value={changed.qualification ?? toInput(deal.qualification)}
        errors={errors}
        onChange={(next) => set('qualification', next)}
      />
    </FormDrawer>
  );
}

interface FieldsProps {
  fields: readonly string[];
  values: Partial<DealInput>;
  known?: Record<string, string>;
  errors: Record<string, string>;
  onChange: (field: string, value: unknown) => void;
}

const Fields = ({ fields, values, known, errors, onChange }: FieldsProps) =>
  fields.map((field, index) => (
    <DealField
      key={field}
      field={field}
      autoFocus={index === 0}
      value={values[field as keyof DealInput]}
      known={known?.[field]}
      error={errors[field]}
      onChange={(value) => onChange(field, value)}
    />
  ));
