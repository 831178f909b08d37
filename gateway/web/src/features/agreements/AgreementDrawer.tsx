import { NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { partsOf, priceListsQuery, stagesOf } from '@/features/products';
import { Schedule } from '@/features/products/fields';
import { idOf } from '@/shared/api/client';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { useCan } from '@/shared/session/session';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { SegmentsPicker } from '@/shared/ui/fields/pickers';
import { toastDone } from '@/shared/ui/toast';
import s from './Agreements.module.css';
import { type Agreement, agreementsQuery, type Kind, type TermsInput, useSaveAgreement } from './api';
import { ClientField } from './ClientField';
import { Items } from './Items';
import { amountOf, itemsOf, termsOfItems } from './items';

const textOf = (money?: { amount: string } | null) => (money ? String(Number(money.amount)) : '');

const initial = (agreement?: Agreement, kind: Kind = 'INDIVIDUAL', client = '') => ({
  display_name: agreement?.display_name ?? '',
  number: agreement?.number ?? '',
  kind: (agreement?.kind || kind) as Kind,
  standard: agreement?.standard ?? '',
  counterparty: agreement?.counterparty ?? client,
  segments: agreement?.segments ?? [],
  from_date: agreement?.from_date ?? '',
  to_date: agreement?.to_date ?? '',
  comment: agreement?.comment ?? '',
  price_list: agreement?.terms?.price_list ?? '',
  payment_order: agreement?.terms?.payment_order ?? '',
  delivery_days: agreement?.terms?.delivery_days || ('' as number | ''),
  discount_percent: agreement?.terms?.discount_percent ?? '',
  max_discount_percent: agreement?.terms?.max_discount_percent ?? '',
  min_amount: textOf(agreement?.terms?.min_amount),
  credit_limit: textOf(agreement?.terms?.credit_limit),
  contract_required: agreement?.terms?.contract_required ?? false,
  items: itemsOf(agreement?.terms),
  parts: partsOf(agreement?.terms?.payment_schedule ?? []),
});

type Values = ReturnType<typeof initial>;

const termsOf = (values: Values, currency: string): TermsInput => ({
  price_list: values.price_list,
  payment_order: values.payment_order,
  delivery_days: values.delivery_days || 0,
  discount_percent: values.discount_percent,
  max_discount_percent: values.max_discount_percent,
  min_amount: amountOf(values.min_amount, currency),
  credit_limit: amountOf(values.credit_limit, currency),
  contract_required: values.contract_required,
  payment_schedule: stagesOf(values.parts),
  items: termsOfItems(values.items, currency),
});

interface Props {
  agreement?: Agreement;
  /** With whom a new one is. */
  client?: { name: string; display_name: string };
  onClose: () => void;
}

export function AgreementDrawer({ agreement, client, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSaveAgreement();
  const { data: lists = [] } = useQuery(priceListsQuery);
  const { data: standards = [] } = useQuery(agreementsQuery({ kind: 'STANDARD', state: ['APPROVED'] }));
  const form = useForm({
    initialValues: initial(
      agreement,
      useCan()('agreements.approve') && !client ? 'STANDARD' : 'INDIVIDUAL',
      client?.name,
    ),
    validate: { display_name: (value) => (value.trim() ? null : t('agreements.required')) },
  });
  const currency = lists.find(({ name }) => name === form.values.price_list)?.currency ?? 'RUB';
  const individual = form.values.kind === 'INDIVIDUAL';
  const submit = form.onSubmit((values) =>
    save.mutate(
      {
        agreement,
        display_name: values.display_name,
        number: values.number,
        kind: values.kind,
        from_date: values.from_date || undefined,
        to_date: values.to_date || undefined,
        comment: values.comment,
        terms: termsOf(values, currency),
        ...(individual
          ? { counterparty: values.counterparty, standard: values.standard }
          : { segments: values.segments }),
      },
      {
        onSuccess: (saved) => {
          toastDone(t('ui.saved'));
          onClose();
          if (!agreement) void navigate({ to: '/agreements/$id', params: { id: idOf(saved.name) } });
        },
        onError: (error) =>
          form.setErrors(
            Object.fromEntries(
              Object.entries(fieldErrors(error)).map(([field, text]) => [
                field.replace(/^terms\./, '').replace(/^payment_schedule/, 'parts'),
                text,
              ]),
            ),
          ),
      },
    ),
  );
  const errors = form.errors as Record<string, string>;
  return (
    <FormDrawer
      title={agreement?.display_name ?? t('agreements.new')}
      size={560}
      action={t('ui.save')}
      saving={save.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {save.error && Object.keys(errors).length === 0 && (
        <div className={s.error} role="alert">
          {errorText(save.error)}
        </div>
      )}
      {!agreement && (
        <NativeSelect
          label={t('agreements.kind')}
          data={(['STANDARD', 'INDIVIDUAL'] as const).map((value) => ({
            value,
            label: t(`enums.Agreement.Kind.${value}`),
          }))}
          {...form.getInputProps('kind')}
        />
      )}
      <TextInput
        data-autofocus
        label={t('agreements.name')}
        maxLength={250}
        {...form.getInputProps('display_name')}
      />
      <TextInput label={t('agreements.number')} maxLength={60} {...form.getInputProps('number')} />
      {!individual && (
        <SegmentsPicker
          rules
          label={t('agreements.segments')}
          value={form.values.segments}
          error={errors.segments}
          onChange={(segments) => form.setFieldValue('segments', segments)}
        />
      )}
      {individual && (
        <>
          <ClientField
            value={form.values.counterparty}
            known={agreement?.counterparty_display_name ?? client?.display_name}
            error={errors.counterparty}
            onChange={(name) => form.setFieldValue('counterparty', name)}
          />
          {!agreement && (
            <NativeSelect
              label={t('agreements.standard')}
              data={[
                { value: '', label: '—' },
                ...standards.map((each) => ({ value: each.name, label: each.display_name })),
              ]}
              {...form.getInputProps('standard')}
            />
          )}
        </>
      )}
      <div className={s.two}>
        {(['from_date', 'to_date'] as const).map((field) => (
          <DateInput
            key={field}
            label={t(`agreements.${field}`)}
            value={form.values[field]}
            error={errors[field]}
            onChange={(value) => form.setFieldValue(field, value)}
          />
        ))}
      </div>
      <NativeSelect
        label={t('agreements.term.price_list')}
        data={[
          { value: '', label: t('agreements.any') },
          ...lists.map((each) => ({ value: each.name, label: each.display_name })),
        ]}
        {...form.getInputProps('price_list')}
      />
      <div className={s.two}>
        {(['discount_percent', 'max_discount_percent', 'min_amount', 'credit_limit'] as const).map(
          (field) => (
            <TextInput
              key={field}
              label={t(`agreements.term.${field}`)}
              inputMode="decimal"
              {...form.getInputProps(field)}
            />
          ),
        )}
      </div>
      <NumberInput
        label={t('agreements.deliveryDays')}
        min={0}
        max={3650}
        {...form.getInputProps('delivery_days')}
      />
      <Schedule
        parts={form.values.parts}
        error={errors.parts}
        onChange={(parts) => form.setFieldValue('parts', parts)}
      />
      <Items
        items={form.values.items}
        errors={errors}
        onChange={(items) => form.setFieldValue('items', items)}
      />
      <TextInput
        label={t('agreements.term.payment_order')}
        maxLength={500}
        {...form.getInputProps('payment_order')}
      />
      <Switch
        label={t('agreements.term.contract_required')}
        {...form.getInputProps('contract_required', { type: 'checkbox' })}
      />
      <TextInput label={t('agreements.comment')} maxLength={1000} {...form.getInputProps('comment')} />
    </FormDrawer>
  );
}
