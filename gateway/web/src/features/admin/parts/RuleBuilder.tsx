import { ActionIcon, Button, MultiSelect, Select, TagsInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomFields } from '@/features/customFields';
import { errorText } from '@/shared/lib/errors';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { previewSegmentQuery } from '../api';
import {
  blankRule,
  type Condition,
  conditionOf,
  isComplete,
  needsValue,
  type Op,
  type Rule,
  type RuleField,
  ruleFields,
} from '../rules';
import s from './RuleBuilder.module.css';

interface Props {
  /** The segment's name; empty for a new one. */
  segment: string;
  rule: Rule;
  onChange: (rule: Rule) => void;
}

/** Conditions of a segment's rule, and how many clients they bring in and take out. */
export function RuleBuilder({ segment, rule, onChange }: Props) {
  const { t } = useTranslation();
  const custom = useCustomFields('COUNTERPARTY');
  const fields = useMemo(() => ruleFields(t, custom), [t, custom]);
  const set = (at: number, condition: Condition | null) =>
    onChange({
      ...rule,
      conditions: rule.conditions.flatMap((each, n) => (n === at ? (condition ?? []) : each)),
    });
  return (
    <div className={s.rule}>
      {rule.conditions.length > 1 && (
        <Select
          label={t('segmentRules.match')}
          allowDeselect={false}
          data={(['ALL', 'ANY'] as const).map((value) => ({
            value,
            label: t(`enums.SegmentRule.Match.${value}`),
          }))}
          value={rule.match || 'ALL'}
          onChange={(match) => onChange({ ...rule, match: match as Rule['match'] })}
        />
      )}
      {rule.conditions.map((condition, at) => (
        <ConditionRow
          key={at}
          n={at + 1}
          fields={fields}
          condition={condition}
          onChange={(next) => set(at, next)}
          onRemove={rule.conditions.length > 1 ? () => set(at, null) : undefined}
        />
      ))}
      {rule.conditions.length < 20 && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={15} />}
          onClick={() => onChange({ ...rule, conditions: [...rule.conditions, ...blankRule.conditions] })}
        >
          {t('segmentRules.add')}
        </Button>
      )}
      <Outcome segment={segment} rule={rule} />
    </div>
  );
}

interface RowProps {
  n: number;
  fields: RuleField[];
  condition: Condition;
  onChange: (condition: Condition) => void;
  onRemove?: () => void;
}

function ConditionRow({ n, fields, condition, onChange, onRemove }: RowProps) {
  const { t } = useTranslation();
  const field = fields.find(({ id }) => id === condition.field);
  return (
    <fieldset className={s.condition}>
      <legend className="visuallyHidden">{t('segmentRules.condition', { n })}</legend>
      <Select
        searchable
        allowDeselect={false}
        aria-label={t('segmentRules.field')}
        nothingFoundMessage={t('ui.nothing')}
        data={fields.map(({ id, label }) => ({ value: id, label }))}
        value={condition.field}
        onChange={(id) => {
          const chosen = fields.find((each) => each.id === id);
          if (chosen) onChange(conditionOf(chosen));
        }}
      />
      <Select
        allowDeselect={false}
        aria-label={t('segmentRules.op')}
        data={(field?.ops ?? []).map((op) => ({ value: op, label: t(`enums.SegmentCondition.Op.${op}`) }))}
        value={condition.op}
        onChange={(op) => onChange({ ...condition, op: op as Op, values: [] })}
      />
      {needsValue(condition.op) && field && (
        <ValueInput
          field={field}
          values={condition.values}
          onChange={(values) => onChange({ ...condition, values })}
        />
      )}
      {onRemove && (
        <ActionIcon className={s.remove} aria-label={t('segmentRules.remove', { n })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </fieldset>
  );
}

interface ValueProps {
  field: RuleField;
  values: string[];
  onChange: (values: string[]) => void;
}

function ValueInput({ field, values, onChange }: ValueProps) {
  const { t } = useTranslation();
  if (field.input === 'choice')
    return (
      <MultiSelect
        className={s.values}
        aria-label={t('segmentRules.values')}
        placeholder={values.length ? undefined : t('segmentRules.values')}
        data={field.options}
        value={values}
        onChange={onChange}
      />
    );
  if (field.input === 'texts')
    return (
      <TagsInput
        className={s.values}
        acceptValueOnBlur
        aria-label={t('segmentRules.values')}
        placeholder={values.length ? undefined : t('segmentRules.valuesHint')}
        value={values}
        onChange={onChange}
      />
    );
  if (field.input === 'date')
    return (
      <DateInput
        className={s.values}
        aria-label={t('segmentRules.value')}
        value={values[0] ?? ''}
        onChange={(text) => onChange(text ? [text] : [])}
      />
    );
  return (
    <TextInput
      className={s.values}
      inputMode={field.input === 'number' ? 'decimal' : undefined}
      aria-label={t('segmentRules.value')}
      value={values[0] ?? ''}
      onChange={(event) => {
        const text = event.currentTarget.value;
        const clean = field.input === 'number' ? text.replace(/\s/g, '').replace(',', '.') : text;
        onChange(clean ? [clean] : []);
      }}
    />
  );
}

/** The live count: who comes in and who goes, before anything is saved. */
function Outcome({ segment, rule }: { segment: string; rule: Rule }) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(rule, 350);
  const complete = isComplete(settled);
  const preview = useQuery({ ...previewSegmentQuery(segment, settled), enabled: complete });
  return (
    <div className={s.outcome} role="status">
      {!complete && t('segmentRules.incomplete')}
      {complete && preview.isError && errorText(preview.error)}
      {complete && !preview.data && !preview.isError && t('segmentRules.counting')}
      {complete && preview.data && (
        <>
          <strong>{t('segmentRules.members', preview.data)}</strong>
          <span>{t('segmentRules.moves', preview.data)}</span>
          {preview.data.estimated && <span>{t('segmentRules.estimated')}</span>}
        </>
      )}
    </div>
  );
}
