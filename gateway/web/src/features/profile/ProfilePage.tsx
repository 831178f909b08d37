import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FeedLinks } from '@/features/planning';
import { MySubstitutions } from '@/features/substitutions';
import { phone } from '@/shared/lib/phone';
import { useOrgUnits } from '@/shared/session/directory';
import { useCan, useProfile } from '@/shared/session/session';
import { Ava } from '@/shared/ui/Ava';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { PageHead } from '@/shared/ui/PageHead';
import { toastDone } from '@/shared/ui/toast';
import { sessionsQuery, useEndOthers } from './api';
import s from './ProfilePage.module.css';
import { Look } from './parts/Look';
import { PasswordForm } from './parts/PasswordForm';
import { SessionList } from './parts/SessionList';

/** The signed-in person's own page: who he is here, password, sessions, appearance. */
export function ProfilePage() {
  const { t } = useTranslation();
  const can = useCan();
  const { hash } = useLocation();
  useEffect(() => {
    if (hash) document.getElementById(hash)?.scrollIntoView();
  }, [hash]);
  return (
    <div className={s.page}>
      <PageHead title={t('profileUi.title')} />
      <div className={s.grid}>
        <div className={s.column}>
          <About />
          <Card id="look" title={t('profileUi.look')}>
            <Look />
          </Card>
        </div>
        <div className={s.column}>
          <Sessions />
          {can('substitutions.read') && (
            <Card id="substitutions" title={t('subs.title')} hint={t('subs.mineHint')}>
              <MySubstitutions />
            </Card>
          )}
          {can('works.read') && (
            <Card id="calendar" title={t('profileUi.feeds')} hint={t('profileUi.feedsHint')}>
              <Suspense fallback={<Skeleton h={90} />}>
                <FeedLinks />
              </Suspense>
            </Card>
          )}
          <Card id="password" title={t('profileUi.password')} hint={t('profileUi.passwordHint')}>
            <PasswordForm />
          </Card>
        </div>
      </div>
    </div>
  );
}

interface CardProps {
  id?: string;
  title: string;
  hint?: string;
  action?: ReactNode;
  children: ReactNode;
}

const Card = ({ id, title, hint, action, children }: CardProps) => (
  <section className={`card ${s.card}`} id={id}>
    <div className={s.head}>
      <h2 className={s.title}>{title}</h2>
      {action}
    </div>
    {hint && <p className={s.hint}>{hint}</p>}
    {children}
  </section>
);

function About() {
  const { t } = useTranslation();
  const { user, tenant } = useProfile();
  const units = useOrgUnits();
  const facts: [string, string | undefined][] = [
    ['login', user?.login],
    ['email', user?.email],
    ['phone', user?.phone ? phone(user.phone) : ''],
    ['unit', user && units.get(user.org_unit)?.display_name],
    ['organization', tenant?.display_name],
    ['timeZone', user?.time_zone || tenant?.time_zone],
  ];
  return (
    <Card title={t('profileUi.about')} hint={t('profileUi.aboutHint')}>
      <div className={s.person}>
        <Ava name={user?.display_name ?? ''} size="l" />
        <div>
          <div className={s.name}>{user?.display_name}</div>
          <div className="mut2">{user?.job_title}</div>
        </div>
      </div>
      <dl className={s.facts}>
        {facts.map(([key, value]) => (
          <div key={key} className={s.fact}>
            <dt>{t(`profileUi.${key}`)}</dt>
            <dd>{value || <span className="mut">{t('profileUi.none')}</span>}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const others = useQuery(sessionsQuery('')).data?.filter((one) => !one.current).length ?? 0;
  const end = useEndOthers();
  return (
    <Card
      id="sessions"
      title={t('profileUi.sessions')}
      hint={t('profileUi.sessionsHint')}
      action={
        others > 0 && (
          <Button variant="light" color="red" onClick={() => setAsking(true)}>
            {t('profileUi.endOthers')}
          </Button>
        )
      }
    >
      <SessionList user="" />
      <ConfirmTyped
        opened={asking}
        title={t('profileUi.othersTitle')}
        confirm={t('profileUi.endOthers')}
        loading={end.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          end.mutate(undefined, {
            onSuccess: () => {
              setAsking(false);
              toastDone(t('profileUi.othersEnded'));
            },
          })
        }
      >
        {t('profileUi.othersText')}
      </ConfirmTyped>
    </Card>
  );
}
