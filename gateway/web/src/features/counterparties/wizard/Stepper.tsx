import { IconAlertCircleFilled, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Step } from './model';
import s from './Stepper.module.css';

interface Props {
  steps: readonly Step[];
  step: Step;
  visited: ReadonlySet<Step>;
  wrong: ReadonlySet<Step>;
  onStep: (step: Step) => void;
}

/** Where one is; any step can be gone to at any time. */
export function Stepper({ steps, step, visited, wrong, onStep }: Props) {
  const { t } = useTranslation();
  const at = steps.indexOf(step);
  return (
    <nav className={s.stepper} aria-label={t('wizard.steps')}>
      <p className={s.where} aria-hidden>
        {t('wizard.stepOf', { at: at + 1, count: steps.length })}
      </p>
      <ol className={s.list}>
        {steps.map((one, index) => {
          const state = wrong.has(one) ? 'wrong' : visited.has(one) && one !== step ? 'done' : undefined;
          return (
            <li key={one} className={s.item}>
              <button
                type="button"
                className={s.step}
                aria-current={one === step ? 'step' : undefined}
                data-state={state}
                onClick={() => onStep(one)}
              >
                <span className={s.mark} aria-hidden>
                  {state === 'wrong' ? (
                    <IconAlertCircleFilled size={16} />
                  ) : state === 'done' ? (
                    <IconCheck size={14} stroke={2.6} />
                  ) : (
                    index + 1
                  )}
                </span>
                <span className={s.name}>{t(`wizard.step.${one}`)}</span>
                {state === 'wrong' && <span className="visuallyHidden">{t('wizard.wrongHere')}</span>}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
