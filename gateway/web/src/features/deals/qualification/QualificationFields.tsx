import { ActionIcon, Autocomplete, Button, MultiSelect, NumberInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { productsQuery } from '@/features/products';
import { useCan } from '@/shared/session/session';
import { MoneyInput } from '@/shared/ui/fields/MoneyInput';
import { MONTHS, type QualificationInput, seasonText } from './model';
import s from './Qualification.module.css';

interface Props {
  value: QualificationInput;
  /** By the path of the field, such as `qualification.budget`. */
  errors: Record<string, string>;
  onChange: (value: QualificationInput) => void;
}

/** How much a buyer is ready to spend, how often he is touched, what he wants and when he buys it. */
export function QualificationFields({ value, errors, onChange }: Props) {
  const { t } = useTranslation();
  const set = (patch: Partial<QualificationInput>) => onChange({ ...value, ...patch });
  const error = (field: string) => errors[`qualification.${field}`];
  return (
    <fieldset className={s.box}>
      <legend>{t('qualification.title')}</legend>
      <div className={s.two}>
        <MoneyInput
          label={t('qualification.budget')}
          error={error('budget')}
          value={value.budget}
          onChange={(budget) => set({ budget: budget ?? undefined })}
        />
        <MoneyInput
          label={t('qualification.lifetime_value')}
          error={error('lifetime_value')}
          value={value.lifetime_value}
          onChange={(lifetime_value) => set({ lifetime_value: lifetime_value ?? undefined })}
        />
        <TextInput
          label={t('qualification.category')}
          placeholder={t('qualification.categoryHint')}
          error={error('category')}
          value={value.category ?? ''}
          onChange={(event) => set({ category: event.currentTarget.value })}
        />
        <NumberInput
          label={t('qualification.touchDays')}
          error={error('touch_days')}
          min={0}
          max={3650}
          allowDecimal={false}
          value={value.touch_days || ''}
          onChange={(next) => set({ touch_days: Number(next) || 0 })}
        />
      </div>
      <Demands value={value} errors={errors} onChange={onChange} />
    </fieldset>
  );
}

function Demands({ value, errors, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const demands = value.demands ?? [];
  const [keys, setKeys] = useState(() => demands.map((_, at) => at));
  const months = MONTHS.map((month) => ({
    value: String(month),
    label: seasonText(i18n.language, [month]),
  }));
  const set = (at: number, patch: Partial<(typeof demands)[number]>) =>
    onChange({
      ...value,
      demands: demands.map((demand, place) => (place === at ? { ...demand, ...patch } : demand)),
    });
  return (
    <>
      {demands.map((demand, at) => (
        <div key={keys[at]} className={s.demand}>
          <Wanted
            text={demand.text ?? ''}
            error={errors[`qualification.demands.${at}.text`]}
            onChange={(text, product) => set(at, { text, product })}
          />
          <MultiSelect
            aria-label={t('qualification.months')}
            placeholder={demand.months?.length ? undefined : t('qualification.wholeYear')}
            data={months}
            value={(demand.months ?? []).map(String)}
            error={errors[`qualification.demands.${at}.months`]}
            onChange={(chosen) => set(at, { months: chosen.map(Number).sort((one, other) => one - other) })}
          />
          <ActionIcon
            aria-label={t('qualification.removeDemand', { name: demand.text })}
            onClick={() => {
              setKeys(keys.filter((_, place) => place !== at));
              onChange({ ...value, demands: demands.filter((_, place) => place !== at) });
            }}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        className={s.add}
        leftSection={<IconPlus size={15} />}
        onClick={() => {
          setKeys([...keys, Date.now()]);
          onChange({ ...value, demands: [...demands, { text: '', product: '', months: [] }] });
        }}
      >
        {t('qualification.addDemand')}
      </Button>
    </>
  );
}

interface WantedProps {
  text: string;
  error?: string;
  onChange: (text: string, product: string) => void;
}

/** In one's own words, or by the name of a product from the price lists. */
function Wanted({ text, error, onChange }: WantedProps) {
  const { t } = useTranslation();
  const reads = useCan()('products.read');
  const [asked] = useDebouncedValue(text.trim(), 200);
  const { data = [] } = useQuery({ ...productsQuery(asked), enabled: reads && asked.length > 1 });
  const names = [...new Set(data.map(({ display_name }) => display_name))];
  return (
    <Autocomplete
      aria-label={t('qualification.demand')}
      placeholder={t('qualification.demand')}
      data={names}
      filter={({ options }) => options}
      error={error}
      value={text}
      onChange={(next) => onChange(next, data.find((one) => one.display_name === next)?.name ?? '')}
    />
  );
}
