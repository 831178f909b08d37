import { Link, useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Attitude } from '@/features/assessments';
import { ConsentsBlock } from '@/features/consents';
import { ClientLoyalty } from '@/features/loyalty';
import { NearOccasions } from '@/features/occasions';
import { idOf } from '@/shared/api/client';
import type { Counterparty } from '@/shared/api/types';
import { dateTime } from '@/shared/lib/format';
import { useOrgUnits } from '@/shared/session/directory';
import s from './Card.module.css';
import { Group } from './Group';
import { MainContacts } from './MainContacts';
import type { CardAccess } from './useAccess';
import type { Save } from './useCardSave';

interface Props {
  row: Counterparty;
  access: CardAccess;
  save: Save;
}

export function SidePanel({ row, access, save }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const part = { row, access, save };
  const allContacts = () =>
    void navigate({
      to: '/counterparties/$id',
      params: { id: idOf(row.name) },
      search: { tab: 'contacts' },
      replace: true,
    });
  return (
    <aside className={s.side}>
      <div className="card">
        <Group title={t('card.group.main')} ids={['owner', 'inn', 'segments', 'roles']} {...part}>
          <UnitPath row={row} />
        </Group>
      </div>
      <div className="card">
        <section className={s.group}>
          <h2 className={s.heading}>{t('card.group.people')}</h2>
          <MainContacts counterparty={row.name} onAll={allContacts} />
        </section>
      </div>
      <Attitude row={row} writable={access.field('satisfaction') === 'WRITE'} />
      <NearOccasions counterparty={row.name} />
      <Suspense>
        <ClientLoyalty counterparty={row.name} />
      </Suspense>
      <div className="card">
        <Group
          title={t('card.group.particulars')}
          ids={['preferences', 'professional_holidays', 'particulars', 'marketing_consent', 'participants']}
          stacked
          {...part}
        />
      </div>
      <ConsentsBlock person={row.name} name={row.display_name} />
      <Origin row={row} />
    </aside>
  );
}

/** Where the client belongs in the organisation. */
function UnitPath({ row }: { row: Counterparty }) {
  const { t } = useTranslation();
  const units = useOrgUnits();
  const path = row.org_path.map((name) => units.get(name)?.display_name).filter(Boolean);
  if (path.length === 0) return null;
  return (
    <p className={s.unit}>
      <span className={s.aside}>{t('cp.orgUnit')}: </span>
      {path.join(' / ')}
    </p>
  );
}

function Origin({ row }: { row: Counterparty }) {
  const { t } = useTranslation();
  return (
    <p className={s.origin}>
      {row.create_time && t('card.createdAt', { time: dateTime(row.create_time) })}
      {row.source_import && (
        <>
          {' · '}
          <Link className={s.inText} to="/imports/$id" params={{ id: idOf(row.source_import) }}>
            {t('cp.fromImport')}
          </Link>
        </>
      )}
      <br />
      {row.update_time && t('card.updatedAt', { time: dateTime(row.update_time) })}
    </p>
  );
}
