import { Button, CloseButton, Menu, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { IconCheck, IconFilterPlus } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CustomField, customText, useCustomFields } from '@/features/customFields';
import {
  type Condition,
  keyOf,
  NO_CONDITION,
  readCondition,
  withCondition,
  writeCondition,
} from '@/features/customFields/conditions';
import { useProfile } from '@/shared/session/session';
import c from '@/shared/ui/FilterChip.module.css';

interface Props {
  value: string[];
  onChange: (value: string[]) => void;
}

const LISTS: readonly string[] = ['LIST', 'MULTI_LIST', 'BOOLEAN'];
const RANGES: readonly string[] = ['NUMBER', 'MONEY', 'DATE'];

/** Conditions on the tenant's own fields: a chip for each that is set, and a menu of the others. */
export function CustomFilters({ value, onChange }: Props) {
  const { t } = useTranslation();
  const { field_rights } = useProfile();
  const [opened, setOpened] = useState('');
  const hidden = field_rights.some(
    ({ field, access }) => field === 'custom_fields' && (access === 'NONE' || access === 'MASKED'),
  );
  const fields = useCustomFields('COUNTERPARTY').filter((field) => field.filterable);
  if (fields.length === 0 || hidden) return null;
  const used = new Set(value.map(keyOf));
  const shown = fields.filter((field) => used.has(field.key) || field.key === opened);
  const rest = fields.filter((field) => !shown.includes(field));
  return (
    <>
      {shown.map((field) => (
        <CustomChip
          key={field.key}
          field={field}
          texts={value}
          opened={opened === field.key}
          onOpened={(on) => setOpened(on ? field.key : '')}
          onChange={(texts) => onChange(withCondition(value, field, texts))}
        />
      ))}
      {rest.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="subtle" color="gray" leftSection={<IconFilterPlus size={16} />}>
              {t('custom.field')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((field) => (
              <Menu.Item key={field.key} onClick={() => setOpened(field.key)}>
                {field.display_name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

interface ChipProps {
  field: CustomField;
  texts: string[];
  opened: boolean;
  onOpened: (opened: boolean) => void;
  onChange: (texts: string[]) => void;
}

function CustomChip({ field, texts, opened, onOpened, onChange }: ChipProps) {
  const { t } = useTranslation();
  const condition = readCondition(field, texts);
  const text = summary(field, condition, t);
  const set = (next: Condition) => onChange(writeCondition(field, next));
  return (
    <span className={c.chip} data-on={text ? true : undefined}>
      <Popover opened={opened} onChange={onOpened} position="bottom-start" width={260} trapFocus>
        <Popover.Target>
          <UnstyledButton
            className={c.button}
            aria-expanded={opened}
            aria-haspopup="dialog"
            onClick={() => onOpened(!opened)}
          >
            <span>{field.display_name}</span>
            {text && <span className={c.value}>{text}</span>}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown p={8} aria-label={field.display_name}>
          {LISTS.includes(field.type) ? (
            <Choices field={field} condition={condition} onChange={set} />
          ) : (
            <Bounds
              field={field}
              condition={condition}
              onChange={(next) => {
                set(next);
                onOpened(false);
              }}
            />
          )}
        </Popover.Dropdown>
      </Popover>
      {text && (
        <CloseButton
          size={24}
          iconSize={14}
          className={c.clear}
          aria-label={t('list.clearFilter', { name: field.display_name })}
          onClick={() => onChange([])}
        />
      )}
    </span>
  );
}

interface EditorProps {
  field: CustomField;
  condition: Condition;
  onChange: (condition: Condition) => void;
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
    onChange({ ...NO_CONDITION, any: on ? others : [...others, one] });
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
          () => onChange({ ...NO_CONDITION, presence: condition.presence === presence ? '' : presence }),
        ),
      )}
    </div>
  );
}

function Bounds({ field, condition, onChange }: EditorProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(condition);
  const isRange = RANGES.includes(field.type);
  const type = field.type === 'DATE' ? 'date' : 'text';
  const parts = isRange ? (['from', 'to'] as const) : (['contains'] as const);
  return (
    <form
      className={c.bounds}
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ ...draft, presence: '' });
      }}
    >
      {parts.map((part, index) => (
        <TextInput
          key={part}
          type={type}
          label={t(`custom.${part}`)}
          inputMode={isRange && type === 'text' ? 'decimal' : undefined}
          data-autofocus={index === 0 || undefined}
          value={draft[part]}
          onChange={(event) => setDraft({ ...draft, [part]: event.currentTarget.value })}
        />
      ))}
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
            onClick={() => onChange({ ...NO_CONDITION, presence })}
          >
            {t(presence === 'set' ? 'custom.filled' : 'custom.empty')}
          </Button>
        ))}
      </div>
    </form>
  );
}

function summary(field: CustomField, condition: Condition, t: TFunction): string {
  const { any, from, to, contains, presence } = condition;
  if (presence) return t(presence === 'set' ? 'custom.filled' : 'custom.empty');
  if (contains) return `«${contains}»`;
  if (any.length > 0) {
    const value = field.type === 'BOOLEAN' ? any[0] === 'true' : any[0];
    const first = customText({ ...field, type: field.type === 'MULTI_LIST' ? 'LIST' : field.type }, value);
    return any.length > 1 ? `${first} +${any.length - 1}` : first;
  }
  const shown = (text: string) => (field.type === 'DATE' && text ? customText(field, text) : text);
  if (from && to) return `${shown(from)} – ${shown(to)}`;
  return from ? `≥ ${shown(from)}` : to ? `≤ ${shown(to)}` : '';
}
