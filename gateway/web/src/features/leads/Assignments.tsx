import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { dateTime } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { toastError } from '@/shared/ui/toast';
import { type Assignment, assignmentsQuery, type Lead, useAssign } from './api';
import s from './Leads.module.css';

/** How the lead got its owner, or why nobody was chosen. */
export function Assignments({ lead }: { lead: Lead }) {
  const { t } = useTranslation();
  const can = useCan();
  const log = useQuery(assignmentsQuery(lead.name));
  const assign = useAssign(lead.name);
  const waits = lead.state === 'OPEN' && !lead.owner && can('leads.assign');
  if (log.isPending) return <Skeleton h={60} />;
  if (!log.data) return <ErrorState error={log.error} retry={() => void log.refetch()} />;
  return (
    <>
      {waits && (
        <Button
          variant="default"
          loading={assign.isPending}
          onClick={() => assign.mutate(undefined, { onError: toastError })}
        >
          {t('leads.assign')}
        </Button>
      )}
      <h2>{t('leads.assignments')}</h2>
      {log.data.length === 0 && (
        <p className={s.muted}>{t(lead.owner ? 'leads.byHand' : 'leads.leftToNobody')}</p>
      )}
      <ul className={s.log}>
        {log.data.map((one) => (
          <Entry key={one.name} entry={one} />
        ))}
      </ul>
    </>
  );
}

function Entry({ entry }: { entry: Assignment }) {
  const { t } = useTranslation();
  const said = entry.owner
    ? t('leads.chosenBy', { owner: entry.owner_display_name, rule: entry.rule_display_name })
    : t('leads.nobodyChosen');
  return (
    <li>
      <b>{said}</b>
      <span className={s.muted}> {entry.create_time && dateTime(entry.create_time)}</span>
      <ul>
        {entry.passed.map((rule) => (
          <li key={rule.rule}>
            {t('leads.passed', { rule: rule.rule_display_name })}: {t(`leads.conditions.${rule.condition}`)}
          </li>
        ))}
        {entry.candidates.map((one) => (
          <li key={one.user}>
            {one.display_name || t('leads.gone')} — {t(`enums.LeadAssignment.Verdict.${one.verdict}`)},{' '}
            {t(one.capacity ? 'leads.room' : 'leads.roomless', { open: one.open_leads, most: one.capacity })}
          </li>
        ))}
      </ul>
    </li>
  );
}
