import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/shared/ui/Tag';
import { type ImportRow, idOf } from '../model';
import { leadOf, TONE } from '../rows';
import { fixText, problemText } from './texts';
import s from './VerdictCell.module.css';

interface Props {
  row: ImportRow;
  editable: boolean;
  onFix: (values: Record<string, string>) => void;
  onDetails: () => void;
  onRow: (number: number) => void;
}

/** The verdict with its first reason, and the shortest way on. */
export function VerdictCell({ row, editable, onFix, onDetails, onRow }: Props) {
  const { t } = useTranslation();
  const lead = leadOf(row);
  const more = row.problems.length + row.hints.length - 1;
  const suggestion = row.problems.find((one) => one.suggestion && one.column);
  return (
    <div className={s.verdict}>
      <div className={s.line}>
        <Tag color={TONE[row.verdict]} size="s">
          {t(`importsUi.verdict.${row.verdict}`)}
        </Tag>
        <button
          type="button"
          tabIndex={-1}
          className={s.reason}
          aria-label={t('importsUi.grid.open', { number: row.number })}
          title={lead && problemText(lead)}
          onClick={onDetails}
        >
          {lead ? problemText(lead) : ''}
          {more > 0 && <span className={s.more}> {t('importsUi.grid.more', { count: more })}</span>}
        </button>
      </div>
      <div className={s.line}>
        {suggestion && editable ? (
          <button
            type="button"
            tabIndex={-1}
            className={s.apply}
            onClick={() => onFix({ [suggestion.column]: suggestion.suggestion })}
          >
            {t('importsUi.grid.apply', { value: suggestion.suggestion })}
          </button>
        ) : row.counterparty ? (
          <ClientLink name={row.counterparty} text={t('importsUi.problem.openClient')} />
        ) : row.duplicate_of ? (
          <Duplicate row={row} onRow={onRow} />
        ) : (
          <span className={s.fix}>{lead && fixText(lead)}</span>
        )}
      </div>
    </div>
  );
}

const ClientLink = ({ name, text }: { name: string; text: string }) => (
  <Link to="/counterparties/$id" params={{ id: idOf(name) }} className={s.link} tabIndex={-1}>
    {text}
  </Link>
);

/** Whom the row repeats: a client of the base, or an earlier row of the file. */
export function Duplicate({ row, onRow }: { row: ImportRow; onRow: (number: number) => void }) {
  const { t } = useTranslation();
  const label = row.duplicate_of_display_name;
  if (row.duplicate_of.startsWith('counterparties/'))
    return <ClientLink name={row.duplicate_of} text={label || t('importsUi.problem.openClient')} />;
  const number = Number(row.duplicate_of.slice(row.duplicate_of.lastIndexOf('/') + 1));
  return (
    <button type="button" tabIndex={-1} className={s.apply} onClick={() => onRow(number)}>
      {t('importsUi.problem.showRow', { number })}
      {label && ` · ${label}`}
    </button>
  );
}
