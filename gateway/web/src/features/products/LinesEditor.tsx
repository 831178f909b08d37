import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/shared/api/client';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { money } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { toastDone } from '@/shared/ui/toast';
import { UnsavedGuard } from '@/shared/ui/UnsavedGuard';
import {
  type Deal,
  type DealLine,
  type Priced,
  pricedQuery,
  priceListsQuery,
  useSaveLines,
  VAT_KINDS,
} from './api';
import { ProductSelect } from './LineChoices';
import s from './Lines.module.css';
import { asTyped, blank, canBePriced, type Draft, draftOf, inputOf, isBlank } from './lines';
import { type SaleDraft, SaleTerms } from './SaleTerms';
import { partsOf, restOf, stagesOf } from './schedule';
import { Violations } from './Violations';

interface Props {
  deal: Deal;
  onClose: () => void;
}

/** Lines are typed here; what they come to is asked of the server as they change. */
export function LinesEditor({ deal, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveLines(deal);
  const { data: lists = [] } = useQuery(priceListsQuery);
  const [terms, setTerms] = useState<SaleDraft>({
    agreement: deal.agreement,
    price_list: deal.price_list,
    delivery_days: deal.delivery_days,
    parts: partsOf(deal.payment_schedule),
  });
  const price_list = terms.price_list || (deal.lines.length === 0 ? (lists[0]?.name ?? '') : '');
  const { agreement, delivery_days } = terms;
  const payment_schedule = stagesOf(terms.parts);
  const [drafts, setDrafts] = useState<Draft[]>(() => deal.lines.map(draftOf));
  const [changed, setChanged] = useState(false);
  const [override, setOverride] = useState<string>();
  const currency = lists.find((each) => each.name === price_list)?.currency ?? deal.amount?.currency ?? 'RUB';
  const filled = drafts.filter((draft) => !isBlank(draft));
  const lines = filled.map((draft) => inputOf(draft, currency));
  const [asked] = useDebouncedValue(
    {
      lines,
      price_list: price_list || undefined,
      counterparty: deal.counterparty || undefined,
      agreement: agreement || undefined,
      shipment_date: (deal.shipment_date ?? deal.expected_close_date) || undefined,
      payment_schedule: restOf(terms.parts) === 0 ? payment_schedule : undefined,
      delivery_days: delivery_days || undefined,
    },
    300,
  );
  const priced = useQuery({ ...pricedQuery(asked), enabled: canBePriced(filled) });
  const errors = { ...fieldErrors(priced.error), ...fieldErrors(save.error) };
  const set = (id: number, patch: Partial<Draft>) => {
    setChanged(true);
    setDrafts((known) => known.map((each) => (each.id === id ? { ...each, ...patch } : each)));
  };
  const add = (draft: Draft) => {
    setChanged(true);
    setDrafts((known) => [...known, draft]);
  };
  const violated = save.error instanceof ApiError && save.error.problem.reason === 'AGREEMENT_VIOLATED';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      {
        lines,
        price_list,
        agreement,
        delivery_days,
        payment_schedule,
        override: override?.trim() || undefined,
      },
      {
        onSuccess: () => {
          setChanged(false);
          toastDone(t('ui.saved'));
          onClose();
        },
      },
    );
  };
  return (
    <form className={s.box} onSubmit={submit} noValidate>
      <UnsavedGuard dirty={changed && !save.isSuccess} />
      {save.error && (
        <div className={s.error} role="alert">
          {errorText(save.error)}
          {Object.entries(fieldErrors(save.error))
            .filter(([field]) => !field.startsWith('lines.'))
            .map(([field, text]) => (
              <div key={field}>{text}</div>
            ))}
        </div>
      )}
      <SaleTerms
        deal={deal}
        value={{ ...terms, price_list }}
        errors={errors}
        onChange={(patch) => {
          setChanged(true);
          setTerms((known) => ({ ...known, ...patch }));
        }}
      />
      <ul className={s.lines} aria-label={t('lines.title')}>
        {drafts.map((draft) => {
          const at = filled.indexOf(draft);
          return (
            <LineRow
              key={draft.id}
              draft={draft}
              line={priced.isError ? undefined : priced.data?.lines[at]}
              errors={errorsOf(errors, at)}
              set={(patch) => set(draft.id, patch)}
              remove={() => {
                setChanged(true);
                setDrafts((known) => known.filter((each) => each.id !== draft.id));
              }}
            />
          );
        })}
      </ul>
      <div className={s.adding}>
        <ProductSelect
          onChoose={(product, display_name) => add({ ...blank(Date.now()), product, display_name })}
        />
        <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => add(blank(Date.now()))}>
          {t('lines.addOther')}
        </Button>
      </div>
      {filled.length > 0 && priced.data && !priced.isError && <Totals priced={priced.data} />}
      {violated && <Override value={override} onChange={setOverride} />}
      <div className={s.foot}>
        <Button variant="default" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <Button type="submit" loading={save.isPending}>
          {t('ui.save')}
        </Button>
      </div>
    </form>
  );
}

/** Of one line: `lines.2.price` → price. */
function errorsOf(errors: Record<string, string>, at: number): Record<string, string> {
  const start = `lines.${at}.`;
  return Object.fromEntries(
    Object.entries(errors)
      .filter(([field]) => field.startsWith(start))
      .map(([field, text]) => [field.slice(start.length), text]),
  );
}

interface RowProps {
  draft: Draft;
  line?: DealLine;
  errors: Record<string, string>;
  set: (patch: Partial<Draft>) => void;
  remove: () => void;
}

function LineRow({ draft, line, errors, set, remove }: RowProps) {
  const { t } = useTranslation();
  const input = (field: 'quantity' | 'price' | 'discount', placeholder = '') => (
    <TextInput
      label={t(`lines.${field}`)}
      inputMode="decimal"
      placeholder={placeholder}
      value={draft[field]}
      error={errors[field === 'discount' ? 'discount_percent' : field]}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  );
  const listed = line?.applied_price ? asTyped(line.applied_price.amount) : '';
  const title = draft.display_name || t('lines.other');
  return (
    <li className={s.line}>
      <TextInput
        className={s.what}
        label={t('lines.what')}
        maxLength={250}
        value={draft.display_name}
        error={errors.display_name ?? errors.product}
        onChange={(event) => set({ display_name: event.currentTarget.value })}
      />
      {input('quantity')}
      {input('price', listed)}
      {input('discount', asTyped(line?.applied_discount_percent ?? ''))}
      <NativeSelect
        label={t('lines.vat')}
        value={draft.vat}
        error={errors.vat}
        data={[
          { value: '', label: t('lines.usualVat') },
          ...VAT_KINDS.map((value) => ({ value, label: t(`enums.VatRate.Kind.${value}`) })),
        ]}
        onChange={(event) => set({ vat: event.currentTarget.value as Draft['vat'] })}
      />
      <output className={s.sum}>{line?.gross ? money(line.gross) : '—'}</output>
      <ActionIcon className={s.remove} aria-label={t('lines.remove', { name: title })} onClick={remove}>
        <IconTrash size={16} />
      </ActionIcon>
    </li>
  );
}

function Totals({ priced }: { priced: Priced }) {
  const { t } = useTranslation();
  return (
    <>
      <dl className={s.totals} aria-live="polite">
        {(['net_total', 'vat_total', 'gross_total'] as const).map((key) => {
          const value = priced[key];
          return (
            value && (
              <div key={key}>
                <dt>{t(`lines.${key}`)}</dt>
                <dd>{money(value)}</dd>
              </div>
            )
          );
        })}
      </dl>
      <Violations priced={priced} />
    </>
  );
}

function Override({ value, onChange }: { value?: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  if (!useCan()('agreements.override')) return <p className={s.warning}>{t('lines.askOverride')}</p>;
  return (
    <TextInput
      label={t('lines.override')}
      maxLength={1000}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
