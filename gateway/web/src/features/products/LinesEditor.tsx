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
import { AgreementSelect, ProductSelect } from './LineChoices';
import s from './Lines.module.css';
import { blank, canBePriced, type Draft, draftOf, inputOf, isBlank } from './lines';

interface Props {
  deal: Deal;
  onClose: () => void;
}

/** Lines are typed here; what they come to is asked of the server as they change. */
export function LinesEditor({ deal, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveLines(deal);
  const { data: lists = [] } = useQuery(priceListsQuery);
  const [listed, setListed] = useState(deal.price_list);
  const price_list = listed || (deal.lines.length === 0 ? (lists[0]?.name ?? '') : '');
  const [agreement, setAgreement] = useState(deal.agreement);
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
      payment_schedule: deal.payment_schedule.length ? deal.payment_schedule : undefined,
      delivery_days: deal.delivery_days || undefined,
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
      { lines, price_list, agreement, override: override?.trim() || undefined },
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
      <AgreementSelect
        deal={deal}
        value={agreement}
        error={errors.agreement}
        onChange={(name) => {
          setChanged(true);
          setAgreement(name);
        }}
      />
      <NativeSelect
        className={s.list}
        label={t('lines.priceList')}
        value={price_list}
        error={errors.price_list}
        data={[
          { value: '', label: t('lines.noList') },
          ...lists
            .filter((each) => !each.archived || each.name === price_list)
            .map((each) => ({ value: each.name, label: each.display_name })),
        ]}
        onChange={(event) => {
          setChanged(true);
          setListed(event.currentTarget.value);
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
  const listed = line?.applied_price ? String(Number(line.applied_price.amount)) : '';
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
      {input('discount', line?.applied_discount_percent ?? '')}
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
  const broken = [...new Set(priced.violations.map((each) => each.code))].filter(Boolean);
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
      {broken.length > 0 && (
        <p className={s.warning}>
          {t('lines.breaks', {
            what: broken.map((code) => t(`enums.AgreementViolation.Code.${code}`)).join(', '),
          })}
        </p>
      )}
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
