import { Radio } from '@mantine/core';
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '@/features/counterparties/card/useNames';
import { labelKey } from '@/features/counterparties/fields/fields';
import { valueText } from '@/features/counterparties/fields/valueText';
import { customText, useAllCustomFields } from '@/features/customFields';
import type { Counterparty } from '@/shared/api/types';
import { date } from '@/shared/lib/format';
import { HiddenValue } from '@/shared/ui/HiddenValue';
import {
  type Choices,
  customKey,
  differs,
  isEmpty,
  isFixed,
  isHidden,
  isUnited,
  type Path,
  usualSource,
  valueAt,
} from './choosing';
import s from './Merge.module.css';

interface Props {
  rows: readonly Counterparty[];
  fields: readonly Path[];
  survivor: string;
  choices: Choices;
  /** What would come of it; null while the server thinks. */
  result: Counterparty | null;
  onSurvivor: (name: string) => void;
  /** Without a source: as usual again. */
  onChoice: (field: Path, source: string | undefined) => void;
}

export function MergeTable(props: Props) {
  const { rows, fields, survivor, result } = props;
  const { t } = useTranslation();
  const group = useId();
  const values = useMemo(
    () =>
      [...rows, ...(result ? [result] : [])].flatMap((row) =>
        fields.map((field) => ({ field, value: valueAt(row, field) })),
      ),
    [rows, result, fields],
  );
  const nameOf = useNames(values);
  const custom = useAllCustomFields('COUNTERPARTY');
  const shown: Shown = {
    label: (path) => {
      const own = custom.get(customKey(path) ?? '');
      return own ? own.display_name : t(labelKey(path, (result ?? rows[0]!).kind));
    },
    text: (path, value) => {
      const own = custom.get(customKey(path) ?? '');
      return own ? customText(own, value) : valueText(path, value, nameOf);
    },
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={s.scroll} tabIndex={0} aria-label={t('merging.table')}>
      <table className={s.table}>
        <thead>
          <tr>
            <th scope="col" className={s.field}>
              {t('merging.field')}
            </th>
            {rows.map((row) => (
              <th key={row.name} scope="col" data-survivor={row.name === survivor || undefined}>
                <span className={s.title}>{row.display_name}</span>
                <span className={s.about}>
                  {[row.owner_display_name, row.create_time && date(row.create_time)]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
                <Radio
                  size="xs"
                  name={`${group}-survivor`}
                  label={t('merging.survivor')}
                  aria-label={`${t('merging.survivor')}: ${row.display_name}`}
                  checked={row.name === survivor}
                  onChange={() => props.onSurvivor(row.name)}
                />
              </th>
            ))}
            <th scope="col" className={s.result}>
              {t('merging.result')}
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map((id) => (
            <FieldLine key={id} id={id} group={group} shown={shown} {...props} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** How fields read: ours and those of the tenant. */
interface Shown {
  label: (path: Path) => string;
  text: (path: Path, value: unknown) => string;
}

interface LineProps extends Props {
  id: Path;
  group: string;
  shown: Shown;
}

function FieldLine({ id, group, shown, rows, survivor, choices, result, onChoice }: LineProps) {
  const { t } = useTranslation();
  const united = isUnited(id, rows);
  const fixed = isFixed(id);
  const label = shown.label(id);
  const source = choices[id] ?? (united || fixed ? '' : usualSource(id, rows, survivor));
  const name = `${group}-${id}`;
  return (
    <tr data-differs={differs(id, rows) || undefined}>
      <th scope="row" className={s.field}>
        {label}
      </th>
      {rows.map((row) => {
        const value = valueAt(row, id);
        const hidden = isHidden(row, id);
        const text = shown.text(id, value);
        const choosable = !fixed && !hidden && !isEmpty(value);
        return (
          <td key={row.name} data-chosen={source === row.name || undefined}>
            {hidden && isEmpty(value) ? (
              <HiddenValue />
            ) : choosable ? (
              <Radio
                size="xs"
                name={name}
                label={text}
                aria-label={`${label}: ${text} (${row.display_name})`}
                checked={source === row.name}
                onChange={() => onChoice(id, row.name)}
              />
            ) : (
              <span className={s.empty}>{text || '—'}</span>
            )}
          </td>
        );
      })}
      <td className={s.result}>
        {united && (
          <Radio
            size="xs"
            name={name}
            className={s.all}
            label={t('merging.all')}
            aria-label={`${label}: ${t('merging.all')}`}
            checked={source === ''}
            onChange={() => onChoice(id, undefined)}
          />
        )}
        {fixed && <span className={s.about}>{t('merging.stricter')}</span>}
        <span className={s.value}>{result ? shown.text(id, valueAt(result, id)) || '—' : '…'}</span>
      </td>
    </tr>
  );
}
