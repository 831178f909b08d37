import { NativeSelect, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Deal, priceListsQuery, type Terms } from './api';
import { AgreementSelect } from './LineChoices';
import s from './Lines.module.css';
import { Schedule } from './Schedule';
import { type Part, partsOf } from './schedule';

export interface SaleDraft {
  agreement: string;
  price_list: string;
  delivery_days: number;
  parts: Part[];
}

/** What an agreement says of a sale; what it leaves open stays as it was. */
const termsOf = ({ price_list, delivery_days, payment_schedule }: Terms): Partial<SaleDraft> => ({
  ...(price_list && { price_list }),
  ...(delivery_days && { delivery_days }),
  ...(payment_schedule.length > 0 && { parts: partsOf(payment_schedule) }),
});

interface Props {
  deal: Deal;
  value: SaleDraft;
  errors: Record<string, string>;
  onChange: (patch: Partial<SaleDraft>) => void;
}

/** By what agreement and prices it is sold, how soon it is delivered and when it is paid. */
export function SaleTerms({ deal, value, errors, onChange }: Props) {
  const { t } = useTranslation();
  const { data: lists = [] } = useQuery(priceListsQuery);
  return (
    <>
      <div className={s.terms}>
        <AgreementSelect
          deal={deal}
          value={value.agreement}
          error={errors.agreement}
          onChange={(agreement, terms) => onChange({ agreement, ...(terms && termsOf(terms)) })}
        />
        <NativeSelect
          className={s.list}
          label={t('lines.priceList')}
          value={value.price_list}
          error={errors.price_list}
          data={[
            { value: '', label: t('lines.noList') },
            ...lists
              .filter((each) => !each.archived || each.name === value.price_list)
              .map((each) => ({ value: each.name, label: each.display_name })),
          ]}
          onChange={(event) => onChange({ price_list: event.currentTarget.value })}
        />
        <NumberInput
          className={s.list}
          label={t('lines.deliveryDays')}
          min={0}
          max={3650}
          allowDecimal={false}
          value={value.delivery_days || ''}
          error={errors.delivery_days}
          onChange={(next) => onChange({ delivery_days: Number(next) || 0 })}
        />
      </div>
      <Schedule
        parts={value.parts}
        error={errors.payment_schedule}
        onChange={(parts) => onChange({ parts })}
      />
    </>
  );
}
