import { Button } from '@mantine/core';
import { IconArrowRight, IconCircleCheck, IconUserShare } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countQuery } from '@/features/counterparties/api';
import type { ListSearch } from '@/shared/lib/search';
import { useCan } from '@/shared/session/session';
import s from './Managing.module.css';

const BulkDialog = lazy(() =>
  import('@/features/counterparties/list/BulkDialog').then((module) => ({ default: module.BulkDialog })),
);

const CASES: { id: string; search: ListSearch }[] = [
  { id: 'NOBODY', search: { owner: ['users/none'] } },
  { id: 'FOREIGN_OWNER', search: { manager_conflict: ['FOREIGN_OWNER'] } },
  { id: 'SEVERAL', search: { manager_conflict: ['SEVERAL'] } },
];

/** Clients whom segments and managers do not fit; each group can be looked at and given out. */
export function Attention() {
  const { t } = useTranslation();
  return (
    <section aria-label={t('managing.attention')}>
      <h2 className={s.heading}>{t('managing.attention')}</h2>
      <div className={s.cases}>
        {CASES.map((each) => (
          <Case key={each.id} {...each} />
        ))}
      </div>
    </section>
  );
}

function Case({ id, search }: { id: string; search: ListSearch }) {
  const { t } = useTranslation();
  const can = useCan();
  const count = useQuery(countQuery(search));
  const [dealing, setDealing] = useState(false);
  const title = id === 'NOBODY' ? t('managing.NOBODY') : t(`enums.Counterparty.ManagerConflict.${id}`);
  const hint = id === 'NOBODY' ? 'managing.nobodyHint' : `managing.${id}Hint`;
  const some = (count.data?.count ?? 0) > 0;
  return (
    <article className={s.case} aria-label={title}>
      <h3 className={s.caseTitle}>{title}</h3>
      <p className={s.sub}>{t(hint)}</p>
      <p className={s.count} role="status">
        {count.data ? t('list.total', { count: count.data.count, plus: count.data.capped ? '+' : '' }) : '…'}
      </p>
      {some ? (
        <div className={s.buttons}>
          {can('counterparties.bulk') && (
            <Button
              size="compact-sm"
              leftSection={<IconUserShare size={15} />}
              onClick={() => setDealing(true)}
            >
              {t('managing.dealOut')}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="subtle"
            rightSection={<IconArrowRight size={15} />}
            renderRoot={(props) => <Link to="/counterparties" search={search} {...props} />}
          >
            {t('managing.open')}
          </Button>
        </div>
      ) : (
        count.data && (
          <p className={s.fine}>
            <IconCircleCheck size={16} aria-hidden /> {t('managing.fine')}
          </p>
        )
      )}
      {dealing && (
        <Suspense>
          <BulkDialog
            action="deal"
            target={{ search, all: true, names: [] }}
            onClose={() => setDealing(false)}
            onStarted={() => setDealing(false)}
          />
        </Suspense>
      )}
    </article>
  );
}
