import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/shared/ui/ErrorState';
import { purposesQuery, standingsQuery } from './api';
import s from './Consents.module.css';
import { ConsentsDrawer } from './ConsentsDrawer';
import { StandingTag } from './StandingTag';

interface Props {
  person: string;
  name: string;
}

/** On the card: through what one may advertise to him, and the way to all the rest. */
export function ConsentsBlock({ person, name }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const standings = useQuery(standingsQuery(person));
  const purposes = useQuery(purposesQuery).data;
  const advertising = purposes?.find((one) => one.built_in && one.kind === 'ADVERTISING')?.name;
  const known = standings.data?.filter((one) => one.purpose === advertising && one.state !== 'NONE') ?? [];
  return (
    <section className={`card ${s.block}`} aria-label={t('consents.title')}>
      <h2 className={s.heading}>{t('consents.title')}</h2>
      {standings.isPending && <Skeleton h={22} />}
      {standings.isError && !standings.data && (
        <ErrorState error={standings.error} retry={() => void standings.refetch()} />
      )}
      {standings.data && (
        <div className={s.tags}>
          {known.map((one) => (
            <StandingTag key={one.channel} standing={one} />
          ))}
          {known.length === 0 && <span className={s.none}>{t('consents.summaryNone')}</span>}
        </div>
      )}
      <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
        {t('consents.ledger')}
      </Button>
      {open && <ConsentsDrawer person={person} name={name} onClose={() => setOpen(false)} />}
    </section>
  );
}
