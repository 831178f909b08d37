/** A line: what happened, who did it and when; a click opens what it is about. */
import {
  IconArrowsExchange,
  IconBriefcase,
  IconBuilding,
  IconChecklist,
  IconCoin,
  IconFilter,
  IconFlag,
  IconMessages,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { money, time } from '@/shared/lib/format';
import { Tag } from '@/shared/ui/Tag';
import type { Category, Line } from './api';
import s from './Timeline.module.css';

const ICONS: Partial<Record<Category, typeof IconFlag>> = {
  CLIENT: IconBuilding,
  LEAD: IconArrowsExchange,
  DEAL: IconBriefcase,
  WORK: IconChecklist,
  INTERACTION: IconMessages,
  PAYMENT: IconCoin,
};
const PATHS = {
  counterparties: '/counterparties/$id',
  leads: '/leads/$id',
  deals: '/deals/$id',
  works: '/works/$id',
} as const;
const SUM = /^(-?\d+\.\d+) ([A-Z]{3})$/;

interface Props {
  line: Line;
  /** Whose timeline it is: the line does not lead to where one is. */
  record: string;
  chained: boolean;
  onChain: (line: Line) => void;
  /** Shows what has no card of its own. */
  onOpen: (record: string) => void;
}

export function Entry({ line, record, chained, onChain, onOpen }: Props) {
  const { t, i18n } = useTranslation();
  const Icon = ICONS[line.category || 'OTHER'] ?? IconFlag;
  const key = `timeline.line.${line.key}`;
  const facts = Object.fromEntries(Object.entries(line.facts).map(([name, said]) => [name, shown(said)]));
  // A line of a service that is newer than these texts says what it is about.
  const title = i18n.exists(key) ? t(key, facts) : line.display_name || t('timeline.line.other');
  const [kind = ''] = line.open.split('/');
  const to = kind in PATHS && line.open !== record ? PATHS[kind as keyof typeof PATHS] : undefined;
  const result = line.facts.result;
  const unprocessed = line.category === 'INTERACTION' && line.facts.state !== 'PROCESSED';
  return (
    <li className={s.entry}>
      <span className={s.icon} data-outcome={line.outcome} aria-hidden>
        <Icon size={16} />
      </span>
      <div className={s.body}>
        <p className={s.title}>
          <span>
            {title}
            {line.way && ` ${t(`timeline.ways.${line.way}`)}`}
            {line.facts.with && `: ${line.facts.with}`}
          </span>
          {unprocessed && (
            <Tag color="orange" size="s">
              {t(line.facts.state === 'POSTPONED' ? 'timeline.postponed' : 'timeline.unprocessed')}
            </Tag>
          )}
          {line.outcome && line.category === 'WORK' && (
            <Tag color={line.outcome === 'PLUS' ? 'green' : 'red'} size="s">
              {t(`timeline.outcome.${line.outcome}`)}
            </Tag>
          )}
        </p>
        {kind === 'interactions' && (
          <button type="button" className={`link ${s.about} ${s.open}`} onClick={() => onOpen(line.open)}>
            {line.display_name}
          </button>
        )}
        {to && line.display_name && (
          <Link className={`link ${s.about}`} to={to} params={{ id: idOf(line.open) }}>
            {line.display_name}
          </Link>
        )}
        {line.text && <p className={s.text}>{line.text}</p>}
        {result && result !== line.text && <p className={s.text}>{result}</p>}
        <p className={s.meta}>
          {line.user_display_name || t('timeline.system')} · {line.time && time(line.time)}
          {line.chain && line.chain !== record && line.chain_display_name && !chained && (
            <button type="button" className={s.chain} onClick={() => onChain(line)}>
              <IconFilter size={13} aria-hidden /> {t('timeline.chain')}
            </button>
          )}
        </p>
      </div>
    </li>
  );
}

/** Sums as everywhere; all else as it was told. */
function shown(said: string): string {
  const [, amount, currency] = SUM.exec(said) ?? [];
  return amount && currency ? money({ amount, currency }) : said;
}
