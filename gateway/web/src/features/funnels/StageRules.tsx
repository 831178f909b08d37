import { MultiSelect, NumberInput, Switch, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Conditions, NOTHING_ASKED, type StageDraft } from './draft';
import s from './Funnel.module.css';
import { PlannedWorks } from './PlannedWorks';

/** What a stage may ask for: fields of a deal (services/deals/funnels/conditions.py). */
const FIELDS = [
  'counterparty',
  'decision_maker',
  'amount',
  'expected_close_date',
  'interest',
  'source',
  'lines',
  'agreement',
  'payment_schedule',
  'offer_date',
  'offer_result',
  'next_step',
  'contract_number',
  'contract_date',
  'shipment_date',
  'delivery_days',
];

interface Props {
  stage: StageDraft;
  first: boolean;
  onChange: (patch: Partial<StageDraft>) => void;
}

/** Keys of works and documents are typed, one on a line: other services have their dictionaries. */
const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

/** What a stage asks for, and what is to be done in it. */
export default function StageRules({ stage, first, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className={s.rules}>
      {!first && (
        <ConditionFields
          conditions={stage.conditions ?? NOTHING_ASKED}
          onChange={(conditions) => onChange({ conditions })}
        />
      )}
      <Keys
        label={t('funnels.checklist')}
        value={stage.checklist.map((item) => item.display_name)}
        onChange={(titles) =>
          onChange({
            checklist: titles.map(
              (display_name, at) =>
                stage.checklist.find((item) => item.display_name === display_name) ?? {
                  id: stage.checklist[at]?.id ?? '',
                  display_name,
                },
            ),
          })
        }
      />
      <PlannedWorks works={stage.works} onChange={(works) => onChange({ works })} />
    </div>
  );
}

interface ConditionProps {
  conditions: Conditions;
  /** Asked for by winning, not by a stage. */
  winning?: boolean;
  onChange: (conditions: Conditions) => void;
}

/** What must hold: of a stage, or to win. */
export function ConditionFields({ conditions, winning, onChange }: ConditionProps) {
  const { t } = useTranslation();
  const set = (patch: Partial<Conditions>) => onChange({ ...conditions, ...patch });
  return (
    <>
      <MultiSelect
        searchable
        label={t('funnels.fields')}
        data={FIELDS.map((value) => ({ value, label: t(`fields.deals.${value}`) }))}
        value={conditions.fields}
        nothingFoundMessage={t('ui.nothing')}
        onChange={(fields) => set({ fields })}
      />
      <Keys label={t('funnels.works')} value={conditions.works} onChange={(works) => set({ works })} />
      <Keys
        label={t('funnels.documents')}
        description={t('funnels.ownDocuments')}
        value={conditions.documents}
        onChange={(documents) => set({ documents })}
      />
      <NumberInput
        label={t('funnels.paid')}
        w={160}
        min={0}
        max={100}
        suffix=" %"
        allowDecimal={false}
        value={conditions.paid_percent}
        onChange={(value) => set({ paid_percent: Number(value) || 0 })}
      />
      <Switch
        label={t('funnels.saleTerms')}
        checked={conditions.sale_terms}
        onChange={(event) => set({ sale_terms: event.currentTarget.checked })}
      />
      <Switch
        label={t(winning ? 'funnels.needsLastChecklist' : 'funnels.needsChecklist')}
        checked={conditions.checklist}
        onChange={(event) => set({ checklist: event.currentTarget.checked })}
      />
    </>
  );
}

function Keys({
  label,
  description,
  value,
  onChange,
}: {
  label: string;
  description?: string;
  value: string[];
  onChange: (value: string[]) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(value.join('\n'));
  return (
    <Textarea
      autosize
      minRows={2}
      label={label}
      description={[t('funnels.onePerLine'), description].filter(Boolean).join('. ')}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(lines(event.currentTarget.value));
      }}
    />
  );
}
