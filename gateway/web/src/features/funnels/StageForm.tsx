import { ActionIcon, MultiSelect, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Conditions, countAsked, NOTHING_ASKED, type StageDraft } from './draft';
import s from './Funnel.module.css';

const COLORS = ['gray', 'blue', 'teal', 'green', 'lime', 'yellow', 'orange', 'red', 'pink', 'violet'];
/** What a stage may ask for: fields of a deal (services/deals/funnels/conditions.py). */
const FIELDS = [
  'counterparty',
  'decision_maker',
  'amount',
  'expected_close_date',
  'interest',
  'source',
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
  at: number;
  last: boolean;
  errors: Record<string, string>;
  onChange: (patch: Partial<StageDraft>) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

export function StageForm({ stage, at, last, errors, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const name = stage.display_name || t('funnels.unnamed');
  const error = (field: string) => errors[`stages.${at}.${field}`];
  const asked = countAsked(stage.conditions);
  return (
    <li className={s.stage} data-color={stage.color}>
      <div className={s.line}>
        <TextInput
          className={s.title}
          aria-label={t('funnels.stageName')}
          placeholder={t('funnels.stageName')}
          value={stage.display_name}
          error={error('display_name')}
          onChange={(event) => onChange({ display_name: event.currentTarget.value })}
        />
        <Select
          aria-label={t('funnels.color')}
          w={130}
          allowDeselect={false}
          data={COLORS.map((value) => ({ value, label: t(`funnels.colors.${value}`) }))}
          value={stage.color}
          onChange={(color) => color && onChange({ color })}
        />
        <NumberInput
          aria-label={t('funnels.probability')}
          w={90}
          min={0}
          max={100}
          suffix=" %"
          allowDecimal={false}
          value={stage.probability}
          error={error('probability')}
          onChange={(value) => onChange({ probability: Number(value) || 0 })}
        />
        <NumberInput
          aria-label={t('funnels.stuckDays')}
          title={t('funnels.stuckDays')}
          w={110}
          min={0}
          max={3650}
          suffix={` ${t('funnels.daysShort')}`}
          allowDecimal={false}
          value={stage.stuck_days}
          error={error('stuck_days')}
          onChange={(value) => onChange({ stuck_days: Number(value) || 0 })}
        />
        <span className={s.tools}>
          <ActionIcon disabled={at === 0} aria-label={t('funnels.up', { name })} onClick={() => onMove(-1)}>
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon disabled={last} aria-label={t('funnels.down', { name })} onClick={() => onMove(1)}>
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon
            disabled={at === 0 && last}
            aria-label={t('funnels.remove', { name })}
            onClick={onRemove}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </span>
      </div>
      <button type="button" className={s.more} aria-expanded={opened} onClick={() => setOpened(!opened)}>
        <IconChevronDown size={15} aria-hidden />
        <span className="visuallyHidden">{t('funnels.rulesOf', { name })}</span>
        {at === 0
          ? t('funnels.checklistCount', { count: stage.checklist.length })
          : t('funnels.asks', { count: asked })}
      </button>
      {error('conditions') && <p className={s.error}>{error('conditions')}</p>}
      {opened && <Rules stage={stage} first={at === 0} onChange={onChange} />}
    </li>
  );
}

/** Keys of works and documents are typed, one on a line: other services have their dictionaries. */
const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

function Rules({
  stage,
  first,
  onChange,
}: {
  stage: StageDraft;
  first: boolean;
  onChange: Props['onChange'];
}) {
  const { t } = useTranslation();
  const conditions = stage.conditions ?? NOTHING_ASKED;
  const set = (patch: Partial<Conditions>) => onChange({ conditions: { ...conditions, ...patch } });
  return (
    <div className={s.rules}>
      {!first && (
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
            label={t('funnels.needsChecklist')}
            checked={conditions.checklist}
            onChange={(event) => set({ checklist: event.currentTarget.checked })}
          />
        </>
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
    </div>
  );
}

function Keys({
  label,
  value,
  onChange,
}: {
  label: string;
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
      description={t('funnels.onePerLine')}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(lines(event.currentTarget.value));
      }}
    />
  );
}
