import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SupplierPicker } from '@/features/deals/fields';
import { ProductSelect } from '@/features/products/fields';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { money } from '@/shared/lib/format';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { PersonPicker } from '@/shared/ui/fields/pickers';
import { toastDone } from '@/shared/ui/toast';
import { dayOf, type SupplierOrder, useSaveOrder } from './api';
import s from './Fulfilments.module.css';
import { blank, type Draft, draftOf, inputOf, isBlank, totalOf } from './order';

interface Props {
  deal: string;
  order?: SupplierOrder;
  onClose: () => void;
}

const valuesOf = (order?: SupplierOrder) => ({
  supplier: order?.supplier ?? '',
  number: order?.number ?? '',
  expected_date: order?.expected_date ?? '',
  responsible: order?.responsible ?? '',
  comment: order?.comment ?? '',
});

export function OrderForm({ deal, order, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveOrder(deal);
  const [values, setValues] = useState(() => valuesOf(order));
  const [lines, setLines] = useState<Draft[]>(() => order?.lines.map(draftOf) ?? []);
  const set = (patch: Partial<typeof values>) => setValues((known) => ({ ...known, ...patch }));
  const filled = lines.filter((line) => !isBlank(line));
  const errors = fieldErrors(save.error);
  const currency = order?.total?.currency ?? 'RUB';
  const change = (id: number, patch: Partial<Draft>) =>
    setLines((known) => known.map((line) => (line.id === id ? { ...line, ...patch } : line)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      {
        known: order,
        ...values,
        expected_date: dayOf(values.expected_date),
        lines: filled.map((line) => inputOf(line, currency)),
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
      title={t(order ? 'fulfilment.orderTitle' : 'fulfilment.order')}
      size={640}
      action={t('ui.save')}
      saving={save.isPending}
      noValidate
      onSubmit={submit}
      onClose={onClose}
    >
      {save.error && (
        <div className={s.error} role="alert">
          {errors.lines ?? errorText(save.error)}
        </div>
      )}
      <SupplierPicker
        autoFocus={!order}
        label={t('fulfilment.supplier')}
        value={values.supplier}
        known={order?.supplier_display_name}
        error={errors.supplier}
        onChange={(supplier) => set({ supplier })}
      />
      <div className={s.two}>
        <TextInput
          // The box of who is chosen already would open its list.
          data-autofocus={order ? true : undefined}
          label={t('fulfilment.number')}
          maxLength={60}
          value={values.number}
          error={errors.number}
          onChange={(event) => set({ number: event.currentTarget.value })}
        />
        <DateInput
          label={t('fulfilment.expected')}
          value={values.expected_date}
          error={errors.expected_date}
          onChange={(expected_date) => set({ expected_date })}
        />
      </div>
      <ul className={s.lines} aria-label={t('fulfilment.lines')}>
        {lines.map((line) => (
          <Line
            key={line.id}
            line={line}
            errors={errors}
            at={filled.indexOf(line)}
            set={(patch) => change(line.id, patch)}
            remove={() => setLines((known) => known.filter((each) => each.id !== line.id))}
          />
        ))}
      </ul>
      <div className={s.adding}>
        <ProductSelect
          onChoose={(product, display_name) =>
            setLines((known) => [...known, { ...blank(Date.now()), product, display_name }])
          }
        />
        <Button
          variant="default"
          leftSection={<IconPlus size={15} />}
          onClick={() => setLines((known) => [...known, blank(Date.now())])}
        >
          {t('lines.addOther')}
        </Button>
        {filled.length > 0 && <b className={s.total}>{money({ amount: totalOf(filled), currency })}</b>}
      </div>
      <PersonPicker
        label={t('fulfilment.responsible')}
        value={values.responsible}
        error={errors.responsible}
        onChange={(responsible) => set({ responsible })}
      />
      <TextInput
        label={t('fulfilment.comment')}
        maxLength={1000}
        value={values.comment}
        error={errors.comment}
        onChange={(event) => set({ comment: event.currentTarget.value })}
      />
    </FormDrawer>
  );
}

interface LineProps {
  line: Draft;
  /** Its place among those that are sent. */
  at: number;
  errors: Record<string, string>;
  set: (patch: Partial<Draft>) => void;
  remove: () => void;
}

function Line({ line, at, errors, set, remove }: LineProps) {
  const { t } = useTranslation();
  const error = (field: string) => errors[`lines.${at}.${field}`];
  return (
    <li className={s.line}>
      <TextInput
        className={s.name}
        label={t('lines.what')}
        maxLength={250}
        value={line.display_name}
        error={error('display_name') ?? error('product')}
        onChange={(event) => set({ display_name: event.currentTarget.value })}
      />
      <TextInput
        label={t('lines.quantity')}
        inputMode="decimal"
        value={line.quantity}
        error={error('quantity')}
        onChange={(event) => set({ quantity: event.currentTarget.value })}
      />
      <TextInput
        label={t('fulfilment.price')}
        inputMode="decimal"
        value={line.price}
        error={error('price')}
        onChange={(event) => set({ price: event.currentTarget.value })}
      />
      <ActionIcon
        className={s.remove}
        aria-label={t('lines.remove', { name: line.display_name || t('lines.other') })}
        onClick={remove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </li>
  );
}
