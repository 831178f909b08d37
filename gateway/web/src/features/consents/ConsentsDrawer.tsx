import { Button, Drawer, Menu, Skeleton } from '@mantine/core';
import { IconFileCheck, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { proofHref, purposesQuery, standingsQuery } from './api';
import { ConsentForm } from './ConsentForm';
import s from './Consents.module.css';
import { Ledger } from './Ledger';
import { titleOf } from './purposes';
import { StandingTag } from './StandingTag';

interface Props {
  person: string;
  name: string;
  onClose: () => void;
}

/** All that a person said about his data: what holds now, every entry, and the proof of it. */
export function ConsentsDrawer({ person, name, onClose }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const [noting, setNoting] = useState(false);
  return (
    <Drawer
      opened
      onClose={onClose}
      // Neither a click beside nor Esc is a wish to lose what was written.
      closeOnClickOutside={!noting}
      closeOnEscape={!noting}
      size={620}
      title={t('consents.of', { name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <div className={s.tools}>
        {can('consents.write') && !noting && (
          <Button size="compact-md" leftSection={<IconPlus size={15} />} onClick={() => setNoting(true)}>
            {t('consents.add')}
          </Button>
        )}
        <Menu position="bottom-start">
          <Menu.Target>
            <Button
              variant="default"
              size="compact-md"
              leftSection={<IconFileCheck size={15} />}
              title={t('consents.proofHint')}
            >
              {t('consents.proof')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item component="a" href={proofHref(person, 'html')} download>
              {t('consents.proof')}, HTML
            </Menu.Item>
            <Menu.Item component="a" href={proofHref(person, 'json')} download>
              {t('consents.proofJson')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {noting && <ConsentForm person={person} onDone={() => setNoting(false)} />}
      <Standings person={person} />
      <h3 className={s.heading}>{t('consents.ledger')}</h3>
      <Ledger person={person} />
    </Drawer>
  );
}

function Standings({ person }: { person: string }) {
  const { t } = useTranslation();
  const standings = useQuery(standingsQuery(person));
  const purposes = useQuery(purposesQuery);
  const failed = standings.error ?? purposes.error;
  const retry = () => {
    if (standings.error) void standings.refetch();
    if (purposes.error) void purposes.refetch();
  };
  if (!standings.data || !purposes.data) {
    return failed ? <ErrorState error={failed} retry={retry} /> : <Skeleton h={140} />;
  }
  const shown = purposes.data
    .map((purpose) => ({ purpose, found: standings.data.filter((one) => one.purpose === purpose.name) }))
    .filter(({ found }) => found.length > 0);
  return (
    <section aria-label={t('consents.now')}>
      <h3 className={s.heading}>{t('consents.now')}</h3>
      {shown.map(({ purpose, found }) => (
        <div key={purpose.name} className={s.purpose}>
          <div className={s.title}>{titleOf(purpose, t)}</div>
          <div className={s.tags}>
            {found.map((one) => (
              <StandingTag key={one.channel} standing={one} />
            ))}
          </div>
        </div>
      ))}
    </section>
  );
}
