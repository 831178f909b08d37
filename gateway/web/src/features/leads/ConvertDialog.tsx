import { Button, Checkbox, Group, Modal, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { funnelsQuery } from '@/features/deals';
import { ClientPicker, ContactPicker } from '@/features/deals/fields';
import { ApiError, idOf } from '@/shared/api/client';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { useCan } from '@/shared/session/session';
import { MoneyInput } from '@/shared/ui/fields/MoneyInput';
import notice from '@/shared/ui/Notice.module.css';
import { toastDone } from '@/shared/ui/toast';
import { Alike } from './Alike';
import { type Conversion, type Lead, type LeadDuplicate, useConvert } from './api';

type Values = Conversion;
const KINDS = ['LEGAL', 'SOLE_PROPRIETOR', 'INDIVIDUAL'] as const;

/** Whether it was refused because there is such a client. */
const repeats = (error: unknown) => error instanceof ApiError && error.reason === 'DUPLICATE_FOUND';

const starting = (lead: Lead): Values => ({
  deal: { display_name: lead.display_name, amount: lead.amount ?? undefined },
  ...(lead.counterparty
    ? { counterparty: lead.counterparty, contact: lead.contact }
    : {
        new_client: {
          kind: lead.company_name || !lead.person_name ? 'LEGAL' : 'INDIVIDUAL',
          display_name: lead.company_name || lead.person_name,
          inn: lead.inn,
        },
        new_contact: Boolean(lead.company_name && lead.person_name),
      }),
});

/** A deal of a lead: with a client of the base, or one made of what the lead says. */
export default function ConvertDialog({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const can = useCan();
  const { data: funnels = [] } = useQuery(funnelsQuery);
  const [values, setValues] = useState(starting(lead));
  const convert = useConvert(lead.name);
  const errors = fieldErrors(convert.error);
  const set = (patch: Partial<Values>) => setValues((before) => ({ ...before, ...patch }));
  const setDeal = (patch: Partial<NonNullable<Values['deal']>>) =>
    set({ deal: { ...values.deal, ...patch } as Values['deal'] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (convert.isPending) return;
    convert.mutate(values, {
      onSuccess: (deal) => {
        toastDone(t('leads.converted', { deal: deal.display_name }));
        onClose();
        void navigate({ to: '/deals/$id', params: { id: idOf(deal.name) } });
      },
    });
  };
  const usable = funnels.filter((each) => !each.archived);
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('leads.converting')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {convert.isError && (
            <div className={notice.error} role="alert">
              {errorText(convert.error)}
            </div>
          )}
          <TextInput
            data-autofocus
            required
            label={t('leads.dealName')}
            value={values.deal?.display_name ?? ''}
            error={errors.display_name}
            onChange={(event) => setDeal({ display_name: event.currentTarget.value })}
          />
          <MoneyInput
            label={t('fields.leads.amount')}
            value={values.deal?.amount}
            error={errors.amount}
            onChange={(amount) => setDeal({ amount: amount ?? undefined })}
          />
          <Select
            label={t('leads.funnel')}
            allowDeselect={false}
            data={usable.map(({ name, display_name }) => ({ value: name, label: display_name }))}
            value={values.deal?.funnel ?? usable.find((each) => each.default)?.name ?? null}
            onChange={(funnel) => setDeal({ funnel: funnel ?? '' })}
          />
          <Client lead={lead} values={values} errors={errors} set={set} />
          {repeats(convert.error) && can('counterparties.bypass_duplicates') && (
            <Checkbox
              label={t('leads.createAnyway')}
              checked={values.bypass_duplicates ?? false}
              onChange={(event) => set({ bypass_duplicates: event.currentTarget.checked })}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={convert.isPending}>
              {t('leads.convert')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface ClientProps {
  lead: Lead;
  values: Values;
  errors: Record<string, string>;
  set: (patch: Partial<Values>) => void;
}

function Client({ lead, values, errors, set }: ClientProps) {
  const { t } = useTranslation();
  const client = values.new_client;
  // Chosen among those like it: how it is called is known.
  const [chosen, setChosen] = useState<LeadDuplicate>();
  const fresh = starting({ ...lead, counterparty: '' });
  return (
    <>
      <SegmentedControl
        aria-label={t('leads.client')}
        value={client ? 'new' : 'known'}
        onChange={(next) =>
          next === 'new'
            ? set({ ...fresh, deal: values.deal, counterparty: undefined, contact: undefined })
            : set({ new_client: undefined, new_contact: false, counterparty: lead.counterparty })
        }
        data={[
          { value: 'new', label: t('leads.newClient') },
          { value: 'known', label: t('leads.knownClient') },
        ]}
      />
      {client ? (
        <>
          <NewClient client={client} errors={errors} onChange={(new_client) => set({ new_client })} />
          <Alike
            lead={{
              name: lead.name,
              inn: client.inn,
              phones: lead.phones,
              emails: lead.emails,
              company_name: client.display_name,
            }}
            onChoose={(one) => {
              setChosen(one);
              set({ new_client: undefined, bypass_duplicates: undefined, counterparty: one.name });
            }}
          />
        </>
      ) : (
        <>
          <ClientPicker
            label={t('fields.leads.counterparty')}
            value={values.counterparty ?? ''}
            known={
              chosen?.name === values.counterparty ? chosen?.display_name : lead.counterparty_display_name
            }
            error={errors.counterparty}
            onChange={(counterparty) => set({ counterparty })}
          />
          {!values.new_contact && (
            <ContactPicker
              label={t('fields.leads.contact')}
              value={values.contact ?? ''}
              known={lead.contact_display_name}
              error={errors.contact}
              onChange={(contact) => set({ contact })}
            />
          )}
        </>
      )}
      {lead.person_name && (
        <Checkbox
          label={t('leads.newContact', { person: lead.person_name })}
          checked={values.new_contact ?? false}
          onChange={(event) => set({ new_contact: event.currentTarget.checked, contact: undefined })}
        />
      )}
    </>
  );
}

interface NewClientProps {
  client: NonNullable<Values['new_client']>;
  errors: Record<string, string>;
  onChange: (client: NonNullable<Values['new_client']>) => void;
}

function NewClient({ client, errors, onChange }: NewClientProps) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        label={t('leads.kind')}
        allowDeselect={false}
        data={KINDS.map((value) => ({ value, label: t(`enums.ConvertLeadRequest.NewClient.Kind.${value}`) }))}
        value={client.kind}
        onChange={(kind) => onChange({ ...client, kind: kind as (typeof KINDS)[number] })}
      />
      <TextInput
        label={t('leads.clientName')}
        value={client.display_name ?? ''}
        error={errors['new_client.display_name']}
        onChange={(event) => onChange({ ...client, display_name: event.currentTarget.value })}
      />
      <TextInput
        label={t('fields.leads.inn')}
        inputMode="numeric"
        value={client.inn ?? ''}
        error={errors['new_client.inn']}
        onChange={(event) => onChange({ ...client, inn: event.currentTarget.value })}
      />
    </>
  );
}
