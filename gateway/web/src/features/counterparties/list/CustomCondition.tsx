import { Button, TextInput, UnstyledButton } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomField } from '@/features/customFields';
import { type Condition, NO_CONDITION } from '@/features/customFields/conditions';
import c from '@/shared/ui/FilterChip.module.css';
import { DateInput } from '@/shared/ui/fields/DateInput';

const LISTS: readonly string[] = ['LIST', 'MULTI_LIST', 'BOOLEAN'];
const RANGES: readonly string[] = ['NUMBER', 'MONEY', 'DATE'];

interface EditorProps {
  field: CustomField;
  condition: Condition;
  /** `done`: nothing more is to be chosen. */
  onChange: (condition: Condition, done: boolean) => void;
}

/** What a filter asks of a field of the tenant's own. */
export function CustomCondition(props: EditorProps) {
  const trap = useFocusTrap();
  return (
    <div ref={trap}>{LISTS.includes(props.field.type) ? <Choices {...props} /> : <Bounds {...props} />}</div>
  );
}

function Choices({ field, condition, onChange }: EditorProps) {
  const { t } = useTranslation();
  const single = field.type === 'BOOLEAN';
  const options = single
    ? [
        { value: 'true', label: t('ui.yes') },
        { value: 'false', label: t('ui.no') },
      ]
    : field.options.map((option) => ({ value: option.id, label: option.label }));
  const pick = (one: string) => {
    const on = condition.any.includes(one);
    const others = single ? [] : condition.any.filter((other) => other !== one);
    onChange({ ...NO_CONDITION, any: on ? others : [...others, one] }, false);
  };
  const option = (key: string, label: string, on: boolean, act: () => void) => (
    <UnstyledButton key={key} role="option" aria-selected={on} className={c.option} onClick={act}>
      <span className={c.mark}>{on && <IconCheck size={15} />}</span>
      <span className="ell">{label}</span>
    </UnstyledButton>
  );
  return (
    <div role="listbox" aria-label={field.display_name} aria-multiselectable={!single}>
      {options.map(({ value, label }) =>
        option(value, label, condition.any.includes(value), () => pick(value)),
      )}
      {(['set', 'unset'] as const).map((presence) =>
        option(
          presence,
          t(presence === 'set' ? 'custom.filled' : 'custom.empty'),
          condition.presence === presence,
          () =>
            onChange({ ...NO_CONDITION, presence: condition.presence === presence ? '' : presence }, false),
        ),
      )}
    </div>
  );
}

function Bounds({ field, condition, onChange }: EditorProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(condition);
  const isRange = RANGES.includes(field.type);
  const parts = isRange ? (['from', 'to'] as const) : (['contains'] as const);
  return (
    <form
      className={c.bounds}
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ ...draft, presence: '' }, true);
      }}
    >
      {parts.map((part, index) => {
        const common = {
          label: t(`custom.${part}`),
          'data-autofocus': index === 0 || undefined,
          value: draft[part],
        };
        const set = (text: string) => setDraft({ ...draft, [part]: text });
        return field.type === 'DATE' ? (
          <DateInput key={part} {...common} onChange={set} />
        ) : (
          <TextInput
            key={part}
            {...common}
            inputMode={isRange ? 'decimal' : undefined}
            onChange={(event) => set(event.currentTarget.value)}
          />
        );
      })}
      <Button type="submit" size="compact-sm">
        {t('custom.apply')}
      </Button>
      <div className={c.presence}>
        {(['set', 'unset'] as const).map((presence) => (
          <Button
            key={presence}
            variant={condition.presence === presence ? 'light' : 'subtle'}
            color="gray"
            size="compact-sm"
            onClick={() => onChange({ ...NO_CONDITION, presence }, true)}
          >
            {t(presence === 'set' ? 'custom.filled' : 'custom.empty')}
          </Button>
        ))}
      </div>
    </form>
  );
}
