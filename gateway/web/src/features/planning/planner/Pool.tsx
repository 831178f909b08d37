import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count as number } from '@/shared/lib/format';
import { Tag } from '@/shared/ui/Tag';
import type { WorkCard } from '../api';
import { daysTaken } from '../moving';
import { useCategories } from '../parts/category';
import { useDropZone } from '../parts/useDropZone';
import { WorkChip } from '../parts/WorkChip';
import s from './Planner.module.css';
import type { RowsProps } from './rows';

interface Props extends RowsProps {
  cards: WorkCard[];
  count: number;
}

/** Works nobody does yet: dragged to somebody, or dropped here to be given back. */
export function Pool({ cards, count, zone, writes, onOpen, onMove }: Props) {
  const { t } = useTranslation();
  const category = useCategories();
  const [open, setOpen] = useState(true);
  const ref = useRef<HTMLElement>(null);
  const over = useDropZone(ref, writes, ({ card }) => {
    if (card.owner) onMove(card, { owner: '', cell: { user: '', day: daysTaken(card, zone)[0] } });
  });
  const Icon = open ? IconChevronDown : IconChevronUp;
  return (
    <section ref={ref} className={s.pool} data-over={over ? '' : undefined} aria-label={t('planner.pool')}>
      <header className={s.poolHead}>
        <h2>{t('planner.pool')}</h2>
        <Tag color={count > 0 ? 'orange' : 'gray'}>{number(count)}</Tag>
        <span className={s.hint}>{t(count > 0 ? 'planner.poolHint' : 'planner.poolEmpty')}</span>
        <Tooltip label={t(open ? 'planner.hidePool' : 'planner.showPool')}>
          <ActionIcon
            variant="subtle"
            aria-expanded={open}
            aria-label={t(open ? 'planner.hidePool' : 'planner.showPool')}
            onClick={() => setOpen(!open)}
          >
            <Icon size={16} />
          </ActionIcon>
        </Tooltip>
      </header>
      {open && cards.length > 0 && (
        <div className={s.poolCards}>
          {cards.map((card) => (
            <WorkChip
              key={card.name}
              card={card}
              category={category(card.action_key)}
              zone={zone}
              moves={writes}
              wide
              className={s.pooled}
              onOpen={onOpen}
            />
          ))}
          {count > cards.length && (
            <span className={s.more}>{t('planner.more', { count: count - cards.length })}</span>
          )}
        </div>
      )}
    </section>
  );
}
