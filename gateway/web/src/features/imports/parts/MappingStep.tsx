import { Button, Select } from '@mantine/core';
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomFields } from '@/features/customFields';
import { ApiError } from '@/shared/api/client';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { UnsavedGuard } from '@/shared/ui/UnsavedGuard';
import { importQuery, useUpdateImport } from '../api';
import { CUSTOM, fieldGroups } from '../fields';
import {
  type ColumnMapping,
  type ImportFile,
  isEditable,
  lacking,
  repeatedFields,
  type Step,
  sameMapping,
} from '../model';
import s from './MappingStep.module.css';
import { TemplateMenu } from './TemplateMenu';
import { fieldText } from './texts';

interface Props {
  file: ImportFile;
  onStep: (step: Step) => void;
}

const IGNORED = '-';

/** Column by column: what the file has, and what it becomes. */
export function MappingStep({ file, onStep }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const [draft, setDraft] = useState<ColumnMapping[] | null>(null);
  const update = useUpdateImport(file.name);
  const own = useCustomFields('COUNTERPARTY');
  const mapping = draft ?? file.mapping;
  const locked = !can('imports.write') || !isEditable(file.state);
  const changed = mapping.filter((one, i) => one.field !== file.mapping[i]?.field).length;
  const repeated = repeatedFields(mapping);
  const ignored = mapping.filter((one) => !one.field).length;
  const stale = update.error instanceof ApiError && update.error.status === 409;
  const options = useMemo(
    () => [
      { value: IGNORED, label: t('importsUi.mapping.ignored') },
      ...fieldGroups(file.kind).map(({ group, fields }) => ({
        group: t(`importsUi.groups.${group}`),
        items: fields.map((field) => ({ value: field, label: fieldText(field) })),
      })),
      ...(own.length
        ? [
            {
              group: t('importsUi.groups.own'),
              items: own.map((field) => ({ value: CUSTOM + field.key, label: field.display_name })),
            },
          ]
        : []),
    ],
    [file.kind, own, t],
  );
  if (mapping.length === 0) return <EmptyState tone="gray" title={t('importsUi.mapping.none')} />;
  const choose = (index: number, field: string) =>
    setDraft(mapping.map((one, i) => (i === index ? { ...one, field } : one)));
  const save = () =>
    update.mutate(
      { mapping, etag: file.etag },
      {
        onSuccess: () => {
          setDraft(null);
          // Once the draft is gone: until then leaving would be asked about.
          window.setTimeout(() => onStep('rows'));
        },
      },
    );
  return (
    <div className={s.step}>
      <UnsavedGuard dirty={changed > 0} />
      <div className={s.head}>
        <div className={s.words}>
          <h2 className={s.title}>{t('importsUi.mapping.title')}</h2>
          <p className={s.hint}>{t('importsUi.mapping.hint')}</p>
        </div>
        {can('imports.write') && (
          <TemplateMenu kind={file.kind} mapping={mapping} onApply={setDraft} disabled={locked} />
        )}
      </div>
      {lacking(file.kind, mapping).length > 0 && <Warning text={t('importsUi.mapping.lacking')} bad />}
      {repeated.size > 0 && (
        <Warning
          text={t('importsUi.mapping.repeated', { fields: [...repeated].map(fieldText).join(', ') })}
        />
      )}
      {stale && (
        <Warning text={t('importsUi.mapping.stale')}>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              setDraft(null);
              update.reset();
              void client.invalidateQueries({ queryKey: importQuery(file.name).queryKey });
            }}
          >
            {t('importsUi.mapping.refresh')}
          </Button>
        </Warning>
      )}
      <table className={`card ${s.table}`}>
        <thead>
          <tr>
            <th>{t('importsUi.mapping.column')}</th>
            <th className={s.samples}>{t('importsUi.mapping.samples')}</th>
            <th aria-hidden />
            <th>{t('importsUi.mapping.field')}</th>
          </tr>
        </thead>
        <tbody>
          {mapping.map((one, index) => (
            <tr
              key={`${one.column}-${index}`}
              className={s.row}
              data-ignored={!one.field || undefined}
              data-changed={one.field !== file.mapping[index]?.field || undefined}
            >
              <td className={s.column}>{one.column}</td>
              <td className={s.samples}>
                <div className={s.list}>
                  {one.samples.slice(0, 3).map((sample, i) => (
                    <span key={i} className={s.sample} title={sample}>
                      {sample || <i>{t('importsUi.mapping.emptyCell')}</i>}
                    </span>
                  ))}
                </div>
              </td>
              <td className={s.arrow} aria-hidden>
                <IconArrowRight size={16} />
              </td>
              <td className={s.field}>
                <Select
                  aria-label={t('importsUi.mapping.fieldOf', { column: one.column })}
                  data={options}
                  value={one.field || IGNORED}
                  onChange={(value) => choose(index, value && value !== IGNORED ? value : '')}
                  allowDeselect={false}
                  searchable
                  disabled={locked}
                  error={repeated.has(one.field)}
                  nothingFoundMessage={t('ui.nothing')}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={s.foot}>
        <span className={s.note}>
          {changed > 0
            ? t('importsUi.mapping.changed', { count: changed })
            : ignored > 0 && t('importsUi.mapping.unmapped', { count: ignored })}
        </span>
        {draft && !sameMapping(draft, file.mapping) && (
          <>
            <Button variant="default" onClick={() => setDraft(null)}>
              {t('importsUi.mapping.revert')}
            </Button>
            <Button onClick={save} loading={update.isPending} disabled={locked}>
              {t('importsUi.mapping.apply')}
            </Button>
          </>
        )}
        {changed === 0 && isEditable(file.state) && (
          <Button variant="default" onClick={() => onStep('rows')}>
            {t('importsUi.file.toRows')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Warning(props: { text: string; bad?: boolean; children?: ReactNode }) {
  return (
    <div className={s.warning} data-bad={props.bad || undefined} role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <span>{props.text}</span>
      {props.children}
    </div>
  );
}
