import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCopy, IconInfoCircle, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/shared/ui/Tag';
import { type ImportRow, idOf, type Problem } from '../model';
import { TONE } from '../rows';
import s from './RowInspector.module.css';
import { fieldText, fixText, problemText } from './texts';
import type { DeskState } from './useDesk';
import { Duplicate } from './VerdictCell';

interface Props {
  desk: DeskState;
  row: ImportRow;
  onClose: () => void;
  onRow: (number: number) => void;
}

/** Everything about one row: what is wrong, how to fix it, and all its cells. */
export function RowInspector({ desk, row, onClose, onRow }: Props) {
  const { t } = useTranslation();
  const editable = desk.mayEdit(row);
  const troubled = new Set(row.problems.map((one) => one.column));
  const rest = desk.columns.filter((column) => !troubled.has(column));
  const fix = (column: string, value: string) => desk.fix(row, { [column]: value }, null);
  return (
    <section className={s.inspector} aria-label={t('importsUi.problem.row', { number: row.number })}>
      <header className={s.head}>
        <h2 className={s.title}>{t('importsUi.problem.row', { number: row.number })}</h2>
        <Tag color={TONE[row.verdict]}>{t(`importsUi.verdict.${row.verdict}`)}</Tag>
        <ActionIcon className={s.close} aria-label={t('importsUi.problem.close')} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      {row.counterparty && (
        <p className={s.link}>
          {t('importsUi.problem.created')}:{' '}
          <Link to="/counterparties/$id" params={{ id: idOf(row.counterparty) }} className="link">
            {t('importsUi.problem.openClient')}
          </Link>
        </p>
      )}
      {row.duplicate_of && (
        <div className={s.link}>
          {t('importsUi.problem.duplicate')}: <Duplicate row={row} onRow={onRow} />
        </div>
      )}
      {row.problems.map((problem, index) => (
        <ProblemCard
          key={`${problem.column}-${problem.reason}-${index}`}
          problem={problem}
          value={row.values[problem.column] ?? ''}
          duplicate={row.verdict === 'DUPLICATE'}
          editable={editable}
          onFix={(value) => fix(problem.column, value)}
        />
      ))}
      {row.hints.map((problem, index) => (
        <ProblemCard
          key={`${problem.reason}-${index}`}
          problem={problem}
          hint
          value={problem.value}
          editable={false}
        />
      ))}
      <h3 className={s.subtitle}>{t('importsUi.problem.all')}</h3>
      <div className={s.cells}>
        {rest.map((column) =>
          editable ? (
            <Field
              key={column}
              label={column}
              value={row.values[column] ?? ''}
              onSave={(value) => fix(column, value)}
            />
          ) : (
            <div key={column} className={s.cell}>
              <span className={s.label}>{column}</span>
              <span>{row.values[column] || '—'}</span>
            </div>
          ),
        )}
      </div>
    </section>
  );
}

interface CardProps {
  problem: Problem;
  value: string;
  editable: boolean;
  hint?: boolean;
  duplicate?: boolean;
  onFix?: (value: string) => void;
}

function ProblemCard({ problem, value, editable, hint, duplicate, onFix }: CardProps) {
  const { t } = useTranslation();
  const Icon = duplicate ? IconCopy : hint ? IconInfoCircle : IconAlertTriangle;
  const how = fixText(problem);
  return (
    <div className={s.problem} data-mild={hint || duplicate || undefined}>
      <div className={s.what}>
        <Icon size={16} aria-hidden />
        <b>{problemText(problem)}</b>
      </div>
      {how && <p className={s.how}>{how}</p>}
      {editable && problem.column && onFix ? (
        <Field label={problem.column} value={value} onSave={onFix} invalid={!duplicate} />
      ) : (
        problem.value && (
          <div className={s.cell}>
            <span className={s.label}>{problem.column || fieldText(problem.field)}</span>
            <span>{problem.value}</span>
          </div>
        )
      )}
      {problem.suggestion && editable && onFix && (
        <div className={s.suggestion}>
          <span>
            {t('importsUi.problem.suggestion')}: <b>{problem.suggestion}</b>
          </span>
          <Button size="compact-sm" variant="light" onClick={() => onFix(problem.suggestion)}>
            {t('importsUi.problem.applySuggestion')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Field(props: { label: string; value: string; invalid?: boolean; onSave: (value: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const value = typed ?? props.value;
  const changed = typed !== null && typed !== props.value;
  return (
    <form
      className={s.field}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) props.onSave(value);
        setTyped(null);
      }}
    >
      <TextInput
        className={s.input}
        label={props.label}
        value={value}
        error={props.invalid && !changed}
        placeholder={t('importsUi.problem.empty')}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {changed && <Button type="submit">{t('importsUi.problem.save')}</Button>}
    </form>
  );
}
