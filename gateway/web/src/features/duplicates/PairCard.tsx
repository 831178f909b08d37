import { Button } from '@mantine/core';
import { IconArrowBackUp, IconArrowMerge, IconArrowsSplit2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { Fragment, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import type { Counterparty } from '@/shared/api/types';
import { date, dateTime } from '@/shared/lib/format';
import { phone } from '@/shared/lib/phone';
import type { DuplicatePair } from './api';
import s from './Duplicates.module.css';
import { Reasons, Score } from './Reasons';

interface Props {
  pair: DuplicatePair;
  active: boolean;
  /** Reached by keys: it comes into sight. Under a pointer nothing may move, or the press is lost. */
  reached: boolean;
  mayDecide: boolean;
  mayMerge: boolean;
  onFocus: () => void;
  onDismiss: () => void;
  onReopen: () => void;
  onMerge: () => void;
}

/** Two clients side by side: what is equal is marked, what neither has is left out. */
export function PairCard(props: Props) {
  const { t } = useTranslation();
  const { pair, active, reached } = props;
  const first = pair.first_counterparty;
  const second = pair.second_counterparty;
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (reached) place.current?.scrollIntoView({ block: 'nearest' });
  }, [reached]);
  if (!first || !second) return null;
  const rows = ROWS.map(([key, value]) => [key, value(first, t), value(second, t)] as const).filter(
    ([, one, other]) => one || other,
  );
  return (
    <article
      ref={place}
      className={`card ${s.pair}`}
      data-active={active || undefined}
      aria-label={t('duplicates.pair', { first: first.display_name, second: second.display_name })}
      aria-current={active || undefined}
      onPointerDown={props.onFocus}
      onFocus={props.onFocus}
    >
      <div className={s.pairHead}>
        <Score score={pair.score} />
        <Reasons reasons={pair.reasons} />
      </div>
      <dl className={s.sides}>
        <dt className={s.field}>{t('duplicates.fields.display_name')}</dt>
        {[first, second].map((side) => (
          <dd key={side.name} className={s.value}>
            <Link className={s.name} to="/counterparties/$id" params={{ id: idOf(side.name) }}>
              {side.display_name}
            </Link>
          </dd>
        ))}
        {rows.map(([key, one, other]) => (
          <Fragment key={key}>
            <dt className={s.field}>{t(`duplicates.fields.${key}`)}</dt>
            <Side value={one} same={TELLING.has(key) && one === other} />
            <Side value={other} same={TELLING.has(key) && one === other} />
          </Fragment>
        ))}
      </dl>
      <Actions {...props} />
    </article>
  );
}

function Side({ value, same }: { value: string; same: boolean }) {
  const { t } = useTranslation();
  return (
    <dd className={s.value} data-same={same || undefined} data-empty={!value || undefined}>
      {value || t('duplicates.none')}
    </dd>
  );
}

function Actions({ pair, mayDecide, mayMerge, onDismiss, onReopen, onMerge }: Props) {
  const { t } = useTranslation();
  let decided: ReactNode = null;
  if (pair.state === 'DISMISSED' && pair.dismiss_time) {
    const values = { name: pair.dismisser_display_name, time: dateTime(pair.dismiss_time) };
    decided = <span className={s.decided}>{t('duplicates.dismissedBy', values)}</span>;
  }
  if (!decided && !mayDecide && !mayMerge) return null;
  return (
    <div className={s.actions}>
      {decided}
      {mayDecide && pair.state === 'DISMISSED' && (
        <Button variant="default" leftSection={<IconArrowBackUp size={16} />} onClick={onReopen}>
          {t('duplicates.reopen')}
        </Button>
      )}
      {mayDecide && pair.state === 'OPEN' && (
        <Button variant="default" leftSection={<IconArrowsSplit2 size={16} />} onClick={onDismiss}>
          {t('duplicates.dismiss')}
        </Button>
      )}
      {mayMerge && pair.state === 'OPEN' && (
        <Button leftSection={<IconArrowMerge size={16} />} onClick={onMerge}>
          {t('duplicates.merge')}
        </Button>
      )}
    </div>
  );
}

type Row = [key: string, value: (side: Counterparty, t: TFunction) => string];
const ROWS: Row[] = [
  ['inn', (side) => side.inn],
  ['kpp', (side) => side.kpp],
  ['ogrn', (side) => side.ogrn],
  ['phones', (side) => side.phones.map((one) => phone(one.number) + extension(one.extension)).join(', ')],
  ['emails', (side) => side.emails.map((one) => one.address).join(', ')],
  ['address', (side) => side.addresses[0]?.text ?? ''],
  ['market', (side, t) => (side.market_state ? t(`cp.markets.${side.market_state}`) : '')],
  ['owner', (side, t) => side.owner_display_name || t('duplicates.noOwner')],
  ['create_time', (side) => (side.create_time ? date(side.create_time.slice(0, 10)) : '')],
];

/** Whose being equal says something. */
const TELLING = new Set(['inn', 'kpp', 'ogrn', 'phones', 'emails', 'address']);

const extension = (digits: string) => (digits ? ` · ${digits}` : '');
