import { Progress } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { count } from '@/shared/lib/format';
import { type ImportFile, type Part, reconcile } from '../model';
import s from './ReconciliationBar.module.css';

const COLOR: Record<Part, string> = {
  created: 'var(--c-violet)',
  updated: 'var(--c-blue)',
  waiting: 'var(--c-green)',
  duplicates: 'var(--c-yellow)',
  rejected: 'var(--c-red)',
};

interface Props {
  file: ImportFile;
  /** Leads to the rows of a part. */
  onPart?: (part: Part) => void;
}

/** «Read = created + updated + ready + duplicates + errors», always in sight and always adding up. */
export function ReconciliationBar({ file, onPart }: Props) {
  const { t } = useTranslation();
  const { read, parts, rest, restMeaning } = reconcile(file.counts, file.state);
  const whole = Math.max(read, 1);
  return (
    <section className={s.bar} aria-label={t('importsUi.bar.label')}>
      <div className={s.sums}>
        <span className={s.sum}>
          <span className={s.what}>{t('importsUi.bar.read')}</span>
          <b>{count(read)}</b>
        </span>
        <span className={s.sign} aria-hidden>
          =
        </span>
        {parts.map(({ part, count: n }, index) => (
          <span key={part} className={s.term}>
            {index > 0 && (
              <span className={s.sign} aria-hidden>
                +
              </span>
            )}
            <button
              type="button"
              className={s.part}
              data-part={part}
              onClick={() => onPart?.(part)}
              disabled={!onPart}
            >
              <span className={s.what}>
                <span className={s.dot} aria-hidden />
                {t(`importsUi.parts.${part}`)}
              </span>
              <b>{count(n)}</b>
            </button>
          </span>
        ))}
        {restMeaning !== 'none' && (
          <span className={s.term}>
            <span className={s.sign} aria-hidden>
              +
            </span>
            <span className={s.sum} data-bad={restMeaning === 'mismatch' || undefined}>
              <span className={s.what}>
                {restMeaning === 'mismatch' && <IconAlertTriangle size={13} aria-hidden />}
                {t(`importsUi.bar.rest.${restMeaning}`)}
              </span>
              <b>{count(rest)}</b>
            </span>
          </span>
        )}
      </div>
      <Progress.Root size={6} aria-hidden className={s.track}>
        {parts
          .filter((one) => one.count > 0)
          .map(({ part, count: n }) => (
            <Progress.Section key={part} value={(n / whole) * 100} color={COLOR[part]} withAria={false} />
          ))}
      </Progress.Root>
    </section>
  );
}
