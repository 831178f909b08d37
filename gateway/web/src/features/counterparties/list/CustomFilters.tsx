import { Button, CloseButton, Loader, Menu, Popover, UnstyledButton } from '@mantine/core';
import { IconFilterPlus } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CustomField, customText, useCustomFields } from '@/features/customFields';
import {
  type Condition,
  keyOf,
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

const CustomCondition = lazy(() =>
  import('./CustomCondition').then((module) => ({ default: module.CustomCondition })),
);

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
          <Suspense fallback={<Loader size={16} />}>
            <CustomCondition
              field={field}
              condition={condition}
              onChange={(next, done) => {
                set(next);
                if (done) onOpened(false);
              }}
            />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      {text && (
        <CloseButton
          size={24}
          iconSize={14}
          className={c.clear}
          aria-label={t('ui.clearFilter', { name: field.display_name })}
          onClick={() => onChange([])}
        />
      )}
    </span>
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
