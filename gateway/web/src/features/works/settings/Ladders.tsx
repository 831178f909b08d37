import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useUserOptions } from '@/shared/session/directory';
import { ActionNames } from './ActionsPicker';
import { Entries } from './Entries';
import { type Ladder, laddersQuery, useSaveLadder } from './entries';
import { afterText } from './ladder';
import s from './Settings.module.css';

const LadderDrawer = lazy(() => import('./LadderDrawer'));

/** Who hears of an overdue work, and when. */
export default function Ladders({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Entries
      plain
      tabs={tabs}
      label={t('workSetup.ladders')}
      above={t('workSetup.laddersHint')}
      query={useQuery(laddersQuery)}
      turn={useSaveLadder().mutate}
      more={[
        { title: t('workSetup.forWorks'), cell: (ladder) => <ForWhich ladder={ladder} /> },
        { title: t('workSetup.whoHears'), cell: (ladder) => <Steps ladder={ladder} /> },
      ]}
      drawer={(ladder, close) => <LadderDrawer ladder={ladder} onClose={close} />}
    />
  );
}

function ForWhich({ ladder }: { ladder: Ladder }) {
  const { t } = useTranslation();
  const priorities = ladder.priorities.map((each) => t(`enums.Work.Priority.${each}`)).join(', ');
  return (
    <>
      <ActionNames of={ladder.actions} />
      {priorities && <span className={s.about}>{t('workSetup.ofPriority', { priorities })}</span>}
    </>
  );
}

/** At once → the executor; in four working hours → the head. */
function Steps({ ladder }: { ladder: Ladder }) {
  const { t } = useTranslation();
  const named = ladder.steps.map(({ user }) => user).filter(Boolean);
  const people = useUserOptions('', named);
  return (
    <ol className={s.ladder}>
      {ladder.steps.map(({ working_minutes, whom, user }, at) => (
        <li key={at}>
          {afterText(t, working_minutes)} →{' '}
          <b>{people.find(({ value }) => value === user)?.label ?? t(`workSetup.whom.${whom}`)}</b>
        </li>
      ))}
    </ol>
  );
}
