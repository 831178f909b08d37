import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { watchJob } from '@/features/jobs';
import { countOf } from '@/features/works/api';
import { openOf } from '@/features/works/search';
import { useZone } from '@/features/works/useZone';
import { daysLater, readDate } from '@/shared/lib/dates';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { count as number } from '@/shared/lib/format';
import { instantIn } from '@/shared/lib/zones';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { DateInput } from '@/shared/ui/fields/DateInput';
import notice from '@/shared/ui/Notice.module.css';
import { type ChosenWorks, reassign, useStart } from './api';
import { ByWhom } from './ByWhom';
import type { Way } from './draft';
import s from './Mass.module.css';

const WAYS: Way[] = ['ONE', 'EVEN', 'POOL'];

interface FormProps {
  title: string;
  chosen: ChosenWorks;
  /** How many they are, as soon as that is known. */
  count?: number;
  onClose: () => void;
  onStarted?: () => void;
  children?: ReactNode;
}

/** Open works go to others: to one, to several in turn, or wait for somebody. */
export function ReassignDrawer({ title, chosen, count, onClose, onStarted, children }: FormProps) {
  const { t } = useTranslation();
  const start = useStart(reassign);
  const [given, setGiven] = useState({ way: 'ONE' as Way, users: [] as string[] });
  const [asked, setAsked] = useState(false);
  const unsaid = given.way !== 'POOL' && given.users.length === 0;
  const errors = fieldErrors(start.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (unsaid || start.isPending || count === 0) return;
    start.mutate(
      { ...chosen, distribution: { way: given.way, users: given.way === 'POOL' ? [] : given.users } },
      {
        onSuccess: (job) => {
          watchJob(job, t('mass.handOver'));
          onStarted?.();
          onClose();
        },
      },
    );
  };
  return (
    <FormDrawer
      noValidate
      size={440}
      title={title}
      action={t('mass.hand')}
      saving={start.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {start.error && Object.keys(errors).length === 0 && (
        <div className={notice.error} role="alert">
          {errorText(start.error)}
        </div>
      )}
      <p className={s.sums} role="status">
        <b>{count === undefined ? '…' : t('mass.works', { count, shown: number(count) })}</b>
        <span>{t(count === 0 ? 'mass.nothingToHand' : 'mass.onlyOpen')}</span>
      </p>
      {children}
      <ByWhom
        ways={WAYS}
        value={given}
        error={asked && unsaid ? t('mass.sayWhom') : errors['distribution.users']}
        onChange={setGiven}
      />
    </FormDrawer>
  );
}

interface AbsentProps {
  user: string;
  display_name: string;
  onClose: () => void;
}

/** Whose works others do while he is ill: all, or those due until a day. */
export function ReassignOf({ user, display_name, onClose }: AbsentProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const [until, setUntil] = useState('');
  const day = readDate(until);
  // What may be done any time that day is due when it is over.
  const end = day && new Date(instantIn(zone, daysLater(day, 1), '00:00').getTime() + 1);
  const filter = { ...openOf({ owner: [user] }, zone), max_due_time: end ? end.toISOString() : undefined };
  const { data } = useQuery(countOf(filter));
  return (
    <ReassignDrawer
      title={t('mass.handOverOf', { name: display_name })}
      chosen={{ filter }}
      count={data && Number(data.count)}
      onClose={onClose}
    >
      <DateInput
        label={t('mass.until')}
        description={t('mass.untilHint')}
        value={until}
        onChange={setUntil}
      />
    </ReassignDrawer>
  );
}
