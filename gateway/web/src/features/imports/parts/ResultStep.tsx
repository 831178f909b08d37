import { Button } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCheck,
  IconDownload,
  IconUpload,
  IconUserPlus,
  IconUsers,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { count, dateTime } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { toastDone } from '@/shared/ui/toast';
import { errorsUrl } from '../api';
import { type ImportFile, isBusy, isEditable, NO_COUNTS } from '../model';
import type { Tab } from '../rows';
import { ACCEPT } from '../upload';
import s from './ResultStep.module.css';
import { UndoImport } from './UndoImport';
import { useRepair } from './useRepair';

interface Props {
  file: ImportFile;
  onRows: (tab: Tab) => void;
}

/** What came of the import, and the ways on: see the clients, repair the rest, take it all back. */
export function ResultStep({ file, onRows }: Props) {
  const can = useCan();
  const counts = file.counts ?? NO_COUNTS;
  const faulty = counts.rejected + counts.duplicates > 0;
  const undoable = file.undo_expire_time !== null && new Date(file.undo_expire_time) > new Date();
  const writes = can('imports.write');
  return (
    <div className={s.grid}>
      <section className={`card ${s.hero}`}>
        <Hero file={file} onRows={onRows} />
      </section>
      {faulty && <Errors file={file} writes={writes} />}
      {writes && undoable && isEditable(file.state) && <Undo file={file} />}
    </div>
  );
}

function Hero({ file, onRows }: Props) {
  const { t } = useTranslation();
  const counts = file.counts ?? NO_COUNTS;
  const made = counts.created + counts.updated;
  if (file.state === 'UNDONE')
    return (
      <EmptyState
        icon={IconArrowBackUp}
        tone="gray"
        title={t('importsUi.result.undone')}
        hint={t('importsUi.result.undoneHint')}
      >
        <Button variant="default" onClick={() => onRows('KEPT')}>
          {t('importsUi.result.kept')}
        </Button>
      </EmptyState>
    );
  if (made === 0 && !isBusy(file.state))
    return (
      <EmptyState icon={IconUsers} title={t('importsUi.result.none')} hint={t('importsUi.result.noneHint')}>
        <Button onClick={() => onRows('VALID')}>{t('importsUi.result.toRows')}</Button>
      </EmptyState>
    );
  const running = isBusy(file.state);
  const title = file.state === 'UNDOING' ? 'undoing' : running ? 'running' : 'done';
  return (
    <div className={s.done}>
      <span className={s.icon} data-running={running || undefined} aria-hidden>
        {running ? <IconUserPlus size={26} stroke={1.7} /> : <IconCheck size={26} stroke={2} />}
      </span>
      <h2 className={s.title}>{t(`importsUi.result.${title}`)}</h2>
      <dl className={s.numbers}>
        {(['created', 'updated'] as const)
          .filter((part) => part === 'created' || counts[part] > 0)
          .map((part) => (
            <div key={part}>
              <dt>{t(`importsUi.parts.${part}`)}</dt>
              <dd>{count(counts[part])}</dd>
            </div>
          ))}
      </dl>
      {made > 0 && (
        <Button
          renderRoot={(props) => (
            <Link to="/counterparties" search={{ source_import: file.name }} {...props} />
          )}
          leftSection={<IconUsers size={16} />}
        >
          {t('importsUi.result.show')}
        </Button>
      )}
    </div>
  );
}

function Errors({ file, writes }: { file: ImportFile; writes: boolean }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const repair = useRepair(file.name, () => toastDone(t('importsUi.result.repaired')));
  const sending = repair.state.at === 'sending' ? repair.state.share : null;
  return (
    <section className={`card ${s.card}`}>
      <h2 className={s.subtitle}>{t('importsUi.result.errors')}</h2>
      <p className={s.hint}>{t('importsUi.result.errorsHint')}</p>
      <div className={s.buttons}>
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button
            key={format}
            component="a"
            href={errorsUrl(file.name, format)}
            download
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            {t(`importsUi.result.${format}`)}
          </Button>
        ))}
        {writes && (
          <>
            <Button
              variant="default"
              leftSection={<IconUpload size={16} />}
              disabled={!isEditable(file.state)}
              loading={sending !== null}
              onClick={() => input.current?.click()}
            >
              {t('importsUi.result.repair')}
            </Button>
            <input
              ref={input}
              type="file"
              accept={ACCEPT}
              className="visuallyHidden"
              tabIndex={-1}
              aria-label={t('importsUi.result.repair')}
              onChange={(event) => {
                const chosen = event.currentTarget.files?.[0];
                if (chosen) repair.start(chosen);
                event.currentTarget.value = '';
              }}
            />
          </>
        )}
      </div>
      {sending !== null && (
        <p className={s.hint} role="status">
          {t('importsUi.result.repairing', { n: Math.round(sending * 100) })}
        </p>
      )}
      {repair.state.at === 'refused' && (
        <p className={s.error} role="alert">
          {repair.state.error}
        </p>
      )}
    </section>
  );
}

function Undo({ file }: { file: ImportFile }) {
  const { t } = useTranslation();
  return (
    <section className={`card ${s.card}`}>
      <h2 className={s.subtitle}>{t('importsUi.result.undo')}</h2>
      <p className={s.hint}>
        {t('importsUi.result.undoHint', { date: dateTime(file.undo_expire_time ?? '') })}
      </p>
      <UndoImport file={file} />
    </section>
  );
}
