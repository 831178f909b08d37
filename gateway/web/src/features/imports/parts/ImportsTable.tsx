import { Progress } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCopy,
  IconFileSpreadsheet,
  IconFileText,
  IconRefresh,
  IconUserCheck,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ago, count, dateTime } from '@/shared/lib/format';
import { Ava } from '@/shared/ui/Ava';
import { type ImportFile, idOf, isBusy, PARTS, type Part, progressOf } from '../model';
import s from './ImportsTable.module.css';
import { StateTag } from './StateTag';
import { fileSize } from './texts';

/** Imports, newest first: each a link to its desk. On a phone the columns become lines of a card. */
export function ImportsTable({ imports }: { imports: ImportFile[] }) {
  const { t } = useTranslation();
  return (
    <table className={s.table} aria-label={t('importsUi.listLabel')}>
      <thead>
        <tr>
          <th>{t('importsUi.columns.file')}</th>
          <th>{t('importsUi.columns.state')}</th>
          <th>{t('importsUi.columns.counts')}</th>
          <th>{t('importsUi.columns.author')}</th>
          <th>{t('importsUi.columns.time')}</th>
        </tr>
      </thead>
      <tbody>
        {imports.map((file) => (
          <Row key={file.name} file={file} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ file }: { file: ImportFile }) {
  const { t } = useTranslation();
  const Icon = file.format === 'XLSX' ? IconFileSpreadsheet : IconFileText;
  return (
    <tr className={s.row}>
      <td className={s.file}>
        <span className={s.icon} aria-hidden>
          <Icon size={18} stroke={1.7} />
        </span>
        <span className={s.words}>
          <Link to="/imports/$id" params={{ id: idOf(file.name) }} className={s.link} title={file.file_name}>
            {file.file_name}
          </Link>
          <span className={s.sub}>
            {t(`importsUi.kind.${file.kind}`)} · {fileSize(file.file_size)}
          </span>
        </span>
      </td>
      <td className={s.state}>
        <StateTag state={file.state} />
      </td>
      <td className={s.counts}>
        <CountsCell file={file} />
      </td>
      <td className={s.author}>
        <span className={s.person}>
          <Ava name={file.creator_display_name} />
          <span className="ell">{file.creator_display_name}</span>
        </span>
      </td>
      <td className={s.time} title={dateTime(file.create_time)}>
        {ago(file.create_time)}
      </td>
    </tr>
  );
}

/** While work runs its progress; at rest what came of the rows. */
function CountsCell({ file }: { file: ImportFile }) {
  const { t } = useTranslation();
  const share = progressOf(file);
  const counts = file.counts;
  if (isBusy(file.state)) {
    return (
      <span className={s.progress}>
        <Progress
          value={share === null ? 100 : share * 100}
          animated={share === null}
          size={6}
          aria-label={t(`importsUi.state.${file.state}`)}
        />
        {share !== null && <span className="num">{Math.round(share * 100)} %</span>}
      </span>
    );
  }
  if (!counts || counts.read === 0) return <span className="mut">—</span>;
  return (
    <span className={s.numbers}>
      <b className="num">{count(counts.read)}</b>
      {PARTS.filter((part) => counts[part] > 0).map((part) => (
        <span key={part} className={s.number} data-part={part} title={t(`importsUi.parts.${part}`)}>
          <PartIcon part={part} />
          <span className="num">{count(counts[part])}</span>
          <span className="visuallyHidden">{t(`importsUi.parts.${part}`)}</span>
        </span>
      ))}
    </span>
  );
}

const ICON: Record<Part, typeof IconCopy> = {
  created: IconUserCheck,
  updated: IconRefresh,
  waiting: IconCircleCheck,
  duplicates: IconCopy,
  rejected: IconAlertTriangle,
};

function PartIcon({ part }: { part: Part }) {
  const Icon = ICON[part];
  return <Icon size={15} stroke={1.8} aria-hidden />;
}
