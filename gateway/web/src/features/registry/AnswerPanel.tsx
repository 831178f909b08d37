import { ActionIcon, Button, Checkbox, Select } from '@mantine/core';
import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/shared/lib/errors';
import { date } from '@/shared/lib/format';
import { Tag } from '@/shared/ui/Tag';
import { type Difference, type Party, shown } from './model';
import s from './Registry.module.css';
import { statusColor, statusText, warningText } from './texts';
import type { RegistryLookup } from './useRegistryLookup';

interface Props {
  lookup: RegistryLookup;
  inn: string;
  inForm?: boolean;
}

/** What the registry answered: whom it found, what was filled, what differs, what to mind. */
export function AnswerPanel({ lookup, inn, inForm }: Props) {
  const { t } = useTranslation();
  const { answer, error } = lookup;
  const warnings = answer?.warnings.filter((one) => one !== 'branches') ?? [];
  return (
    <section className={s.panel} aria-label={t('registry.answer')}>
      <ActionIcon className={s.close} size={26} aria-label={t('ui.close')} onClick={lookup.dismiss}>
        <IconX size={15} />
      </ActionIcon>
      {Boolean(error) && (
        <p className={s.warning} role="alert">
          <IconAlertTriangle size={16} aria-hidden />
          {errorText(error)}
        </p>
      )}
      {answer?.form && <Found form={answer.form} />}
      {warnings.map((one) => (
        <p key={one} className={s.warning} data-mild={MILD.has(one) || undefined} role="alert">
          <IconAlertTriangle size={16} aria-hidden />
          {warningText(one)}
        </p>
      ))}
      {answer && answer.choices > 1 && (
        <Select
          label={t('registry.branches', { count: answer.choices })}
          value={answer.form?.kpp ?? null}
          allowDeselect={false}
          searchable
          data={answer.options
            .filter((one, at, all) => one.kpp && all.findIndex((other) => other.kpp === one.kpp) === at)
            .map((one) => ({ value: one.kpp, label: `${one.title} · ${one.kpp}` }))}
          onChange={(kpp) => kpp && lookup.look(inn, kpp)}
        />
      )}
      {answer?.form && (
        <p className={s.hint} role="status">
          {lookup.filled.length > 0
            ? t('registry.filled', {
                fields: lookup.filled.map((field) => t(`registry.field.${field}`)).join(', '),
              })
            : lookup.differences.length === 0 && t('registry.nothingNew')}
        </p>
      )}
      {lookup.differences.length > 0 && (
        <Differences key={inn + answer?.form?.kpp} list={lookup.differences} onReplace={lookup.replace} />
      )}
      {inForm && answer?.must_confirm && (
        <Checkbox
          checked={lookup.confirmed}
          onChange={(event) => lookup.confirm(event.currentTarget.checked)}
          label={t('registry.confirm')}
        />
      )}
    </section>
  );
}

/** Worth knowing, no reason to stop. */
const MILD = new Set(['branch', 'no_director', 'not_found']);

function Found({ form }: { form: Party }) {
  const { t } = useTranslation();
  const director = [form.director_post, form.director_name].filter(Boolean).join(' ');
  const facts = [
    form.legal_address,
    form.okved && t('registry.okved', { code: form.okved }),
    form.liquidation_date && t('registry.liquidated', { date: date(form.liquidation_date) }),
  ];
  return (
    <div className={s.found}>
      <div className={s.line}>
        <b>{form.short_name}</b>
        {form.status && (
          <Tag color={statusColor(form.status)} dot>
            {statusText(form.status)}
          </Tag>
        )}
      </div>
      <div className={s.hint}>{facts.filter(Boolean).join(' · ')}</div>
      {director && <div className={s.hint}>{t('registry.director', { who: director })}</div>}
    </div>
  );
}

function Differences(props: { list: Difference[]; onReplace: (chosen: Difference[]) => void }) {
  const { t } = useTranslation();
  const [kept, setKept] = useState<string[]>([]);
  const chosen = props.list.filter((one) => !kept.includes(one.field));
  return (
    <div className={s.differences} role="group" aria-label={t('registry.differs')}>
      <div className={s.strong}>{t('registry.differs')}</div>
      {props.list.map((one) => (
        <Checkbox
          key={one.field}
          checked={!kept.includes(one.field)}
          onChange={(event) => {
            const replace = event.currentTarget.checked;
            setKept((now) => (replace ? now.filter((each) => each !== one.field) : [...now, one.field]));
          }}
          label={
            <span>
              {t(`registry.field.${one.field}`)}:{' '}
              {one.now !== undefined && <s>{value(one.field, one.now)}</s>} →{' '}
              <b>{value(one.field, one.registry)}</b>
            </span>
          }
        />
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="default"
          disabled={chosen.length === 0}
          onClick={() => props.onReplace(chosen)}
        >
          {t('registry.replace')}
        </Button>
      </div>
    </div>
  );

  function value(field: Difference['field'], raw: Difference['now']): string {
    if (field === 'kind') return t(`cp.kinds.${shown(raw)}`);
    if (field === 'registration_date') return date(shown(raw));
    return shown(raw) || '—';
  }
}
