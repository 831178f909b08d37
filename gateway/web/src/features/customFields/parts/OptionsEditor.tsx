import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FieldOption } from '../api';
import s from '../Fields.module.css';
import { useRowDrag } from './useRowDrag';

/** `key` tells options apart while they have no id yet. */
export interface DraftOption extends FieldOption {
  key: string;
}

let made = 0;
export const blankOption = (): DraftOption => ({ key: `new ${++made}`, id: '', label: '', archived: false });

interface Props {
  options: DraftOption[];
  errors: Record<string, unknown>;
  onChange: (options: DraftOption[]) => void;
}

/** The values of a list: dragged into order, renamed at will, archived rather than removed. */
export function OptionsEditor({ options, errors, onChange }: Props) {
  const { t } = useTranslation();
  const patch = (key: string, change: Partial<DraftOption>) =>
    onChange(options.map((option) => (option.key === key ? { ...option, ...change } : option)));
  const move = (from: string, to: string) => {
    const moving = options.find((option) => option.key === from);
    if (!moving) return;
    const rest = options.filter((option) => option !== moving);
    rest.splice(
      options.findIndex((option) => option.key === to),
      0,
      moving,
    );
    onChange(rest);
  };
  return (
    <fieldset className={s.set}>
      <legend className={s.legend}>{t('customFields.options')}</legend>
      {options.map((option, index) => (
        <Row
          key={option.key}
          option={option}
          number={index + 1}
          error={String(errors[`options.${index}.label`] ?? errors[`options.${index}`] ?? '')}
          onPatch={(change) => patch(option.key, change)}
          onMove={move}
          onStep={(step) => {
            const to = options[index + step];
            if (to) move(option.key, to.key);
          }}
          onRemove={() => onChange(options.filter((one) => one !== option))}
          onEnter={() => onChange([...options, blankOption()])}
        />
      ))}
      {errors.options !== undefined && (
        <div className={s.fieldError} role="alert">
          {String(errors.options)}
        </div>
      )}
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={15} />}
          onClick={() => onChange([...options, blankOption()])}
        >
          {t('customFields.addOption')}
        </Button>
      </div>
    </fieldset>
  );
}

interface RowProps {
  option: DraftOption;
  number: number;
  error: string;
  onPatch: (change: Partial<DraftOption>) => void;
  onMove: (from: string, to: string) => void;
  onStep: (step: 1 | -1) => void;
  onRemove: () => void;
  onEnter: () => void;
}

function Row({ option, number, error, onPatch, onMove, onStep, onRemove, onEnter }: RowProps) {
  const { t } = useTranslation();
  const { row, grip, over } = useRowDrag<HTMLDivElement>('custom-option', option.key, true, onMove);
  const name = option.label || t('customFields.optionNumber', { number });
  return (
    <div ref={row} className={s.option} data-over={over || undefined} data-off={option.archived || undefined}>
      <span ref={grip} className={s.grip} title={t('customFields.drag')}>
        <IconGripVertical size={16} aria-hidden />
      </span>
      <TextInput
        className={s.grow}
        aria-label={t('customFields.optionNumber', { number })}
        data-autofocus={(!option.id && !option.label) || undefined}
        maxLength={100}
        error={error}
        value={option.label}
        onChange={(event) => onPatch({ label: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.altKey && event.key === 'ArrowUp') onStep(-1);
          else if (event.altKey && event.key === 'ArrowDown') onStep(1);
          else if (event.key === 'Enter' && !event.ctrlKey) onEnter();
          else return;
          event.preventDefault();
        }}
      />
      {option.id ? (
        <ActionIcon
          aria-label={t(option.archived ? 'customFields.optionRestore' : 'customFields.optionArchive', {
            name,
          })}
          onClick={() => onPatch({ archived: !option.archived })}
        >
          {option.archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
        </ActionIcon>
      ) : (
        <ActionIcon aria-label={t('customFields.optionRemove', { name })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </div>
  );
}
