import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scriptsQuery } from '../settings/entries';
import s from './Script.module.css';

/** What to say, step by step. What is ticked off is for who talks, and kept nowhere. */
export function Script({ name }: { name: string }) {
  const { t } = useTranslation();
  const title = useId();
  const [done, setDone] = useState<readonly number[]>([]);
  const script = useQuery(scriptsQuery).data?.find((each) => each.name === name);
  if (!script) return null;
  const toggle = (at: number) =>
    setDone(done.includes(at) ? done.filter((each) => each !== at) : [...done, at]);
  return (
    <details open className={s.script}>
      <summary id={title}>{t('scripts.of', { script: script.display_name })}</summary>
      {script.text && <p className={s.text}>{script.text}</p>}
      {script.steps.length > 0 && (
        <ol className={s.steps} aria-labelledby={title}>
          {script.steps.map((step, at) => (
            <li key={at}>
              <Checkbox label={step} checked={done.includes(at)} onChange={() => toggle(at)} />
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}
