import { Button, Checkbox } from '@mantine/core';
import { IconArrowRight, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime } from '@/shared/lib/format';
import { toastError } from '@/shared/ui/toast';
import { type Deal, type Funnel, type Missing, useUpdateDeal } from '../api';
import { needText } from '../moving/need';
import { type Fact, factsQuery, missingQuery } from './api';
import s from './Work.module.css';
import { nextStage, toTick } from './work';

interface Props {
  deal: Deal;
  funnel?: Funnel;
  /** Without it one only looks. */
  onMove?: (stage: string) => void;
}

/** What is to be done in the stage, what was done already, and what the next stage still asks for. */
export function StageWork({ deal, funnel, onMove }: Props) {
  const { t } = useTranslation();
  const facts = useQuery(factsQuery(deal.name)).data ?? [];
  const items = toTick(funnel?.stages ?? [], deal);
  const next = nextStage(funnel?.stages ?? [], deal);
  const shown = facts.filter(({ state }) => state !== 'WITHDRAWN');
  if (items.length === 0 && shown.length === 0 && !next) return null;
  return (
    <section className={s.work} aria-label={t('deals.work.title')}>
      {items.length > 0 && <Checklist deal={deal} items={items} writes={Boolean(onMove)} />}
      {shown.length > 0 && (
        <div>
          <h2>{t('deals.work.facts')}</h2>
          <ul className={s.facts}>
            {shown.map((fact) => (
              <Known key={fact.reference} fact={fact} />
            ))}
          </ul>
        </div>
      )}
      {next && deal.state === 'OPEN' && <Next deal={deal} stage={next} onMove={onMove} />}
    </section>
  );
}

function Checklist({ deal, items, writes }: { deal: Deal; items: Item[]; writes: boolean }) {
  const { t } = useTranslation();
  const update = useUpdateDeal(deal.name);
  // What was just ticked is shown in the same moment (a mutation's state comes a tick later: the box
  // would jump back); what the server says counts.
  const [said, setSaid] = useState<string[]>();
  const ticked = said ?? deal.checked_items;
  const done = items.filter(({ id }) => ticked.includes(id)).length;
  const turn = (id: string) => {
    const items = ticked.includes(id) ? ticked.filter((one) => one !== id) : [...ticked, id];
    setSaid(items);
    update.mutate(
      { checked_items: items, etag: deal.etag },
      { onError: toastError, onSettled: () => setSaid(undefined) },
    );
  };
  return (
    <div>
      <h2>
        {t('deals.work.checklist')}{' '}
        <span className="num">{t('deals.work.of', { done, all: items.length })}</span>
      </h2>
      <div className={s.items}>
        {items.map(({ id, display_name }) => (
          <Checkbox
            key={id}
            label={display_name}
            checked={ticked.includes(id)}
            disabled={!writes}
            onChange={() => !said && turn(id)}
          />
        ))}
      </div>
    </div>
  );
}

type Item = Funnel['stages'][number]['checklist'][number];

const ICONS = { OPEN: IconCircleDashed, PLUS: IconCircleCheck, MINUS: IconCircleX };

function Known({ fact }: { fact: Fact }) {
  const { t } = useTranslation();
  const Icon = ICONS[fact.state as keyof typeof ICONS] ?? IconCircleDashed;
  const late = fact.state === 'OPEN' && fact.due_time && new Date(fact.due_time).getTime() < Date.now();
  return (
    <li data-state={fact.state} data-late={late || undefined}>
      <Icon size={16} aria-hidden />
      <span>
        {t([`deals.work.known.${fact.key}`, `enums.FactKind.${fact.kind}`])}: {fact.display_name || fact.key}
      </span>
      <span className={s.quiet}>
        {fact.state && t(`enums.FactState.${fact.state}`)}
        {fact.due_time &&
          fact.state === 'OPEN' &&
          `, ${t('deals.work.until', { time: dateTime(fact.due_time) })}`}
      </span>
    </li>
  );
}

interface NextProps {
  deal: Deal;
  stage: Funnel['stages'][number];
  onMove?: (stage: string) => void;
}

/** The list is read before anybody drags: what is missing can be brought in time. */
function Next({ deal, stage, onMove }: NextProps) {
  const { t } = useTranslation();
  const { data: missing } = useQuery(missingQuery(deal, stage.id));
  if (!missing) return null;
  const needs = missing.filter(({ need }) => need !== 'STAGE');
  return (
    <div className={s.next}>
      <h2>{t('deals.work.next', { stage: stage.display_name })}</h2>
      {needs.length === 0 ? (
        <p className={s.ready}>
          <IconCircleCheck size={16} aria-hidden /> {t('deals.work.ready')}
        </p>
      ) : (
        <ul className={s.needs}>
          {needs.map((one: Missing) => (
            <li key={`${one.need} ${one.key}`}>{needText(t, one)}</li>
          ))}
        </ul>
      )}
      {onMove && (
        <Button
          variant="default"
          rightSection={<IconArrowRight size={15} />}
          onClick={() => onMove(stage.id)}
        >
          {t('deals.work.go', { stage: stage.display_name })}
        </Button>
      )}
    </div>
  );
}
