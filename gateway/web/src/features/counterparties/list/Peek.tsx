import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconArrowsDiagonal, IconMail, IconPhone, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import type { Counterparty } from '@/shared/api/types';
import { telHref } from '@/shared/lib/phone';
import { ErrorState } from '@/shared/ui/ErrorState';
import { Tag } from '@/shared/ui/Tag';
import { itemQuery } from '../api';
import c from '../card/Card.module.css';
import { CustomGroups } from '../card/CustomGroups';
import { Group } from '../card/Group';
import { MainContacts } from '../card/MainContacts';
import { Notes } from '../card/Notes';
import { useAccess } from '../card/useAccess';
import { useCardSave } from '../card/useCardSave';
import { KindIcon } from '../KindIcon';
import { MARKET_COLOR } from './columns';
import s from './Peek.module.css';

const ConflictDialog = lazy(() =>
  import('../card/ConflictDialog').then((module) => ({ default: module.ConflictDialog })),
);

/** A client beside the list: the main things of his card, while the list goes on under the keys. */
export function Peek({ row, onClose }: { row: Counterparty; onClose: () => void }) {
  const { t } = useTranslation();
  // What the list knows is shown at once; the rest and the newest follow.
  const { data, error, refetch } = useQuery({ ...itemQuery(row.name), placeholderData: row });
  return (
    <aside className={s.peek} aria-label={t('list.peekOf', { name: row.display_name })}>
      <Head row={data ?? row} onClose={onClose} />
      {data ? <Body key={data.name} row={data} /> : <ErrorState error={error} retry={() => void refetch()} />}
    </aside>
  );
}

function Head({ row, onClose }: { row: Counterparty; onClose: () => void }) {
  const { t } = useTranslation();
  const phone = row.phones[0] && telHref(row.phones[0].number, row.phones[0].extension);
  const email = row.emails[0]?.address;
  const params = { id: idOf(row.name) };
  return (
    <header className={s.head}>
      <div className={s.line}>
        <h2 className={s.title}>
          <Link to="/counterparties/$id" params={params} className={s.name}>
            {row.display_name}
          </Link>
        </h2>
        <Tooltip label={`${t('keys.open')} · Enter`}>
          <ActionIcon
            aria-label={t('keys.open')}
            renderRoot={(props) => <Link to="/counterparties/$id" params={params} {...props} />}
          >
            <IconArrowsDiagonal size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={`${t('ui.close')} · Esc`}>
          <ActionIcon aria-label={t('ui.close')} onClick={onClose}>
            <IconX size={17} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={s.tags}>
        <Tag>
          <span className={s.kind}>
            <KindIcon kind={row.kind} /> {t(`cp.kindsShort.${row.kind}`)}
          </span>
        </Tag>
        <Tag color={MARKET_COLOR[row.market_state]} dot>
          {t(`cp.markets.${row.market_state}`)}
        </Tag>
        {row.state === 'DELETED' && <Tag color="red">{t('card.inBin')}</Tag>}
      </div>
      {(phone || email) && (
        <div className={s.tags}>
          {phone && (
            <Button component="a" href={phone} leftSection={<IconPhone size={16} />}>
              {t('card.call')}
            </Button>
          )}
          {email && (
            <Button
              component="a"
              href={`mailto:${email}`}
              variant="default"
              leftSection={<IconMail size={16} />}
            >
              {t('card.write')}
            </Button>
          )}
        </div>
      )}
    </header>
  );
}

function Body({ row }: { row: Counterparty }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const access = useAccess(row);
  const { save, clash, settle, dismiss } = useCardSave(row.name);
  const part = { row, access, save };
  const allContacts = () =>
    void navigate({
      to: '/counterparties/$id',
      params: { id: idOf(row.name) },
      search: { tab: 'contacts' },
    });
  return (
    <div className={`${c.side} ${s.body}`}>
      <div className="card">
        <Group title={t('card.group.main')} ids={['owner', 'inn', 'segments', 'territory']} {...part} />
        <Group title={t('card.group.reach')} ids={['phones', 'emails', 'website']} {...part} />
        <CustomGroups {...part} />
      </div>
      <section className={`card ${c.group}`}>
        <h3 className={c.heading}>{t('card.group.people')}</h3>
        <MainContacts counterparty={row.name} onAll={allContacts} />
      </section>
      <section className="card">
        <h3 className={`${c.heading} ${s.heading}`}>{t('card.tab.notes')}</h3>
        <Notes counterparty={row.name} writable={access.update} most={3} />
      </section>
      {clash && (
        <Suspense>
          <ConflictDialog clash={clash} onSettle={(chosen) => void settle(chosen)} onClose={dismiss} />
        </Suspense>
      )}
    </div>
  );
}
