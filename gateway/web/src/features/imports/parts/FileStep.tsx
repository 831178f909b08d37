import { Button } from '@mantine/core';
import { IconFileAlert } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { reasonText } from '@/shared/lib/errors';
import { dateTime } from '@/shared/lib/format';
import { EmptyState } from '@/shared/ui/EmptyState';
import { type ImportFile, isEditable, type Step } from '../model';
import s from './FileStep.module.css';
import { ImportSettings } from './ImportSettings';
import { encodingText, fileSize, separatorText } from './texts';

interface Props {
  file: ImportFile;
  onStep: (step: Step) => void;
}

/** What was found in the file: encoding, separator, columns with their first values. */
export function FileStep({ file, onStep }: Props) {
  const { t } = useTranslation();
  const facts: [string, string][] = [
    ['name', file.file_name],
    ['size', fileSize(file.file_size)],
    ['format', file.format || t('importsUi.file.unknown')],
    // A workbook has neither.
    ...(file.format === 'XLSX' ? [] : textFacts(file)),
    ['author', file.creator_display_name],
    ['time', dateTime(file.create_time)],
  ];
  return (
    <div className={s.grid}>
      {file.state === 'FAILED' && (
        <section className={`card ${s.wide}`}>
          <EmptyState
            icon={IconFileAlert}
            tone="red"
            title={t('importsUi.file.failed')}
            hint={`${reasonText(file.error_reason)} ${t('importsUi.file.failedHint')}`}
          >
            <Button renderRoot={(props) => <Link to="/imports" {...props} />}>
              {t('importsUi.file.again')}
            </Button>
          </EmptyState>
        </section>
      )}
      <section className={`card ${s.card} ${file.state === 'FAILED' ? s.wide : ''}`}>
        <h2 className={s.title}>{t('importsUi.file.about')}</h2>
        <dl className={s.facts}>
          {facts.map(([key, value]) => (
            <div key={key} className={s.fact}>
              <dt>{t(`importsUi.file.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {file.state !== 'FAILED' && <ImportSettings key={file.etag} file={file} />}
      {file.state !== 'FAILED' && (
        <section className={`card ${s.card} ${s.wide}`}>
          <div className={s.line}>
            <h2 className={s.title}>{t('importsUi.file.preview')}</h2>
            {isEditable(file.state) && (
              <span className={s.buttons}>
                <Button variant="default" onClick={() => onStep('mapping')}>
                  {t('importsUi.file.toMapping')}
                </Button>
                <Button onClick={() => onStep('rows')}>{t('importsUi.file.toRows')}</Button>
              </span>
            )}
          </div>
          <Preview file={file} />
        </section>
      )}
    </div>
  );
}

const textFacts = (file: ImportFile): [string, string][] => [
  ['encoding', encodingText(file)],
  ['separator', separatorText(file)],
];

function Preview({ file }: { file: ImportFile }) {
  const { t } = useTranslation();
  const lines = Math.max(0, ...file.mapping.map((one) => one.samples.length));
  if (lines === 0) return <p className={s.nothing}>{t('importsUi.file.noPreview')}</p>;
  return (
    // Scrolls sideways, so it takes the keyboard's focus.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable
    <div className={s.scroll} tabIndex={0} role="region" aria-label={t('importsUi.file.preview')}>
      <table className={s.preview}>
        <thead>
          <tr>
            {file.mapping.map((one, index) => (
              <th key={`${one.column}-${index}`}>{one.column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: lines }, (_, line) => (
            <tr key={line}>
              {file.mapping.map((one, index) => (
                <td key={`${one.column}-${index}`}>{one.samples[line] ?? ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
