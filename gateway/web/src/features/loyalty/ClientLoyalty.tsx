import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date, money } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { standingQuery } from './api';
import { Ledger } from './Ledger';
import s from './Loyalty.module.css';

/** What a client has from loyalty; nothing to see where there is none. */
export function ClientLoyalty({ counterparty, bare }: { counterparty: string; bare?: boolean }) {
  const { t } = useTranslation();
  const reads = useCan()('agreements.read');
  const { data } = useQuery({ ...standingQuery(counterparty), enabled: reads });
  const [opened, setOpened] = useState(false);
  if (!data) return null;
  const has = Number(data.bonus_balance?.amount ?? 0) > 0;
  if (!data.discount_program && !data.bonus_program && !has) return null;
  return (
    <section className={bare ? s.bare : `card ${s.block}`} aria-label={t('loyalty.title')}>
      <h2>{t('loyalty.title')}</h2>
      <dl className={s.facts}>
        {data.turnover && (
          <div>
            <dt>{t('loyalty.turnover')}</dt>
            <dd className="num">{money(data.turnover)}</dd>
          </div>
        )}
        {data.discount_program && (
          <div>
            <dt>{t('loyalty.discount')}</dt>
            <dd className="num">{data.discount_percent} %</dd>
          </div>
        )}
        {(data.bonus_program || has) && data.bonus_balance && (
          <div>
            <dt>{t('loyalty.bonuses')}</dt>
            <dd>
              <b className="num">{money(data.bonus_balance)}</b>
              {data.bonus_program && (
                <span className={s.about}>{t('loyalty.ofPayments', { percent: data.bonus_percent })}</span>
              )}
              {data.bonus_expiring && data.bonus_expire_date && (
                <span className={s.about}>
                  {t('loyalty.expiring', {
                    amount: money(data.bonus_expiring),
                    day: date(data.bonus_expire_date),
                  })}
                </span>
              )}
            </dd>
          </div>
        )}
      </dl>
      {(data.bonus_program || has) && (
        <Button variant="default" size="xs" onClick={() => setOpened(true)}>
          {t('loyalty.ledger')}
        </Button>
      )}
      {opened && <Ledger counterparty={counterparty} onClose={() => setOpened(false)} />}
    </section>
  );
}
