import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type ImportFile, STEPS, type Step, stepStatus } from '../model';
import s from './Steps.module.css';

interface Props {
  file: ImportFile;
  step: Step;
  onStep: (step: Step) => void;
}

/** File → columns → rows → result: where the import is, and the way to look at each stage. */
export function Steps({ file, step, onStep }: Props) {
  const { t } = useTranslation();
  return (
    <nav className={s.steps} aria-label={t('importsUi.steps.label')}>
      <ol className={s.list}>
        {STEPS.map((one, index) => {
          const status = stepStatus(one, file);
          return (
            <li key={one} className={s.item} data-status={status}>
              <button
                type="button"
                className={s.step}
                aria-current={one === step ? 'step' : undefined}
                onClick={() => onStep(one)}
              >
                <span className={s.mark} aria-hidden>
                  {status === 'done' ? (
                    <IconCheck size={14} stroke={2.4} />
                  ) : status === 'failed' ? (
                    <IconAlertTriangle size={14} />
                  ) : (
                    index + 1
                  )}
                </span>
                {t(`importsUi.steps.${one}`)}
                <span className="visuallyHidden">, {t(`importsUi.stepStatus.${status}`)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
