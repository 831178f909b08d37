import { CloseButton, Popover, ScrollArea, TextInput, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Option } from '../session/directory';
import s from './FilterChip.module.css';

interface Props {
  label: string;
  options: Option[];
  value: string[];
  onChange: (value: string[]) => void;
  /** One choice at most. */
  single?: boolean;
  /** Shows a search field; the owner filters the options. */
  onSearch?: (text: string) => void;
}

/** A filter as a pill: its name, then what is chosen; a click opens the choices. */
export function FilterChip({ label, options, value, onChange, single, onSearch }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const chosen = value.map((one) => options.find((option) => option.value === one)?.label ?? '…');
  const summary = chosen.length > 1 ? `${chosen[0]} +${chosen.length - 1}` : chosen[0];
  const pick = (one: string) => {
    const on = value.includes(one);
    if (single) {
      onChange(on ? [] : [one]);
      setOpened(false);
    } else onChange(on ? value.filter((other) => other !== one) : [...value, one]);
  };
  return (
    <span className={s.chip} data-on={value.length > 0 || undefined}>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" width={260} trapFocus>
        <Popover.Target>
          <UnstyledButton
            className={s.button}
            onClick={() => setOpened(!opened)}
            aria-expanded={opened}
            aria-haspopup="listbox"
          >
            <span>{label}</span>
            {summary && <span className={s.value}>{summary}</span>}
            {value.length === 0 && <IconChevronDown size={14} aria-hidden />}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown p={6} aria-label={label}>
          {onSearch && (
            <TextInput
              data-autofocus
              mb={6}
              placeholder={t('ui.search')}
              aria-label={t('ui.search')}
              onChange={(event) => onSearch(event.currentTarget.value)}
            />
          )}
          <ScrollArea.Autosize mah={280} scrollbarSize={6}>
            <div role="listbox" aria-label={label} aria-multiselectable={!single}>
              {options.map((option) => (
                <UnstyledButton
                  key={option.value}
                  role="option"
                  aria-selected={value.includes(option.value)}
                  className={s.option}
                  onClick={() => pick(option.value)}
                >
                  <span className={s.mark}>{value.includes(option.value) && <IconCheck size={15} />}</span>
                  <span className="ell">{option.label}</span>
                </UnstyledButton>
              ))}
              {options.length === 0 && <div className={s.none}>{t('ui.nothing')}</div>}
            </div>
          </ScrollArea.Autosize>
        </Popover.Dropdown>
      </Popover>
      {value.length > 0 && (
        <CloseButton
          size={24}
          iconSize={14}
          className={s.clear}
          aria-label={t('ui.clearFilter', { name: label })}
          onClick={() => onChange([])}
        />
      )}
    </span>
  );
}
