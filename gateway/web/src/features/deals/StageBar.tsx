import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Deal, Funnel } from './api';
import s from './Deal.module.css';
import { daysInStage, isStuck } from './model';

interface Props {
  deal: Deal;
  stages: Funnel['stages'];
  /** Without it one only looks. */
  onMove?: (stage: string) => void;
}

/** The way of the deal: what is behind it, where it is and for how long, what is before it. */
export function StageBar({ deal, stages, onMove }: Props) {
  const { t } = useTranslation();
  const at = stages.findIndex((stage) => stage.id === deal.stage);
  const open = deal.state === 'OPEN';
  const bar = useRef<HTMLOListElement>(null);
  // On a narrow screen the way is longer than the bar.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another stage is another place
  useEffect(() => {
    const here = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (here && bar.current) bar.current.scrollLeft = here.offsetLeft - bar.current.clientWidth / 3;
  }, [deal.stage]);
  return (
    <ol ref={bar} className={s.bar} aria-label={t('deals.stages')}>
      {stages.map((stage, index) => {
        const current = index === at;
        const text = (
          <>
            <span className="ell">{stage.display_name}</span>
            {current && open && (
              <span className={s.days} data-stuck={isStuck(deal) || undefined}>
                {t('deals.days', { count: daysInStage(deal) })}
              </span>
            )}
          </>
        );
        const state = index < at ? 'done' : current ? deal.state.toLowerCase() : undefined;
        return (
          <li
            key={stage.id}
            className={s.stage}
            data-state={state}
            aria-current={current ? 'step' : undefined}
          >
            {onMove && !current ? (
              <button type="button" onClick={() => onMove(stage.id)}>
                {text}
              </button>
            ) : (
              <span>{text}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
