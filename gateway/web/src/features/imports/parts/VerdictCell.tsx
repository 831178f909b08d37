import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/shared/ui/Tag';
import { type ImportRow, idOf, type Problem, type Verdict } from '../model';
import { leadOf, TONE } from '../rows';
import { fixText, problemText } from './texts';
import s from './VerdictCell.module.css';

interface Props {
  row: ImportRow;
  /** The tab's verdict: a row that still has it need not say so again. */
  listed: Verdict | undefined;
  editable: boolean;
  onFix: (values: Record<string, string>) => void;
  onDetails: () => void;
  onRow: (number: number) => void;
}

/** The verdict with its first reason, and the shortest way on. */
export function VerdictCell({ row, listed, editable, onFix, onDetails, onRow }: Props) {
  const { t } = useTranslation();
  const lead = leadOf(row);
  const more = row.problems.length + row.hints.length - 1;
  const suggestion = row.problems.find((one) => one.suggestion && one.column);
  return (
    <div className={s.verdict}>
      <div className={s.line}>
        {(row.verdict !== listed || !lead) && (
          <Tag color={TONE[row.verdict]} size="s">
            {t(`importsUi.verdict.${row.verdict}`)}
          </Tag>
        )}
        {lead && (
          <button
            type="button"
            tabIndex={-1}
            className={s.reason}
            title={problemText(lead)}
            onClick={onDetails}
          >
            {problemText(lead)}
            {more > 0 && <span className={s.more}> {t('importsUi.grid.more', { count: more })}</span>}
          </button>
        )}
      </div>
      <Way row={row} suggestion={editable ? suggestion : undefined} onFix={onFix} onRow={onRow} />
    </div>
  );
}

interface WayProps extends Pick<Props, 'row' | 'onFix' | 'onRow'> {
  suggestion: Problem | undefined;
}

/** The second line: the likely value, the client, or how to fix it. */
function Way({ row, suggestion, onFix, onRow }: WayProps) {
  const { t } = useTranslation();
  const lead = leadOf(row);
  const how = lead ? fixText(lead) : '';
  if (suggestion)
    return (
      <button
        type="button"
        tabIndex={-1}
        className={s.apply}
        onClick={() => onFix({ [suggestion.column]: suggestion.suggestion })}
      >
        {t('importsUi.grid.apply', { value: suggestion.suggestion })}
      </button>
    );
  if (row.counterparty)
    return <ClientLink name={row.counterparty} text={t('importsUi.problem.openClient')} />;
  if (row.duplicate_of) return <Duplicate row={row} onRow={onRow} />;
  return how ? <span className={s.fix}>{how}</span> : null;
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
