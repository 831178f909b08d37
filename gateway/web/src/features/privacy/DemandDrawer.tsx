import { Button, Checkbox, Drawer, Skeleton } from '@mantine/core';
import { IconDownload, IconEye, IconFlame, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date, dateTime } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { Tag } from '@/shared/ui/Tag';
import { toastError } from '@/shared/ui/toast';
import { type Demand, demandQuery, fileHref, isAsking, isOpen, useLook, useRetry } from './api';
import { Decisions } from './Decisions';
import { COLORS, Due } from './PersonalDataPage';
import s from './Privacy.module.css';
import { Reports } from './Reports';
import { RunDialog } from './RunDialog';
import { isTicked, isUnseen } from './same';

/** One demand: what there is, what is done about it, and what proves it. */
export function DemandDrawer({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const demand = useQuery(demandQuery(name));
  return (
    <Drawer
      opened
      onClose={onClose}
      size={640}
      title={demand.data?.person_display_name || t('privacy.forgotten')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {demand.isPending && <Skeleton h={240} />}
      {demand.error && !demand.data && (
        <ErrorState error={demand.error} retry={() => void demand.refetch()} />
      )}
      {demand.data && <Body demand={demand.data} />}
    </Drawer>
  );
}

function Body({ demand }: { demand: Demand }) {
  const { t } = useTranslation();
  const can = useCan();
  const look = useLook();
  const retry = useRetry();
  const [same, setSame] = useState<string[]>(demand.same_persons);
  const [running, setRunning] = useState(false);
  const fixed = demand.kind !== 'STOP_PROCESSING';
  const mayRun = demand.kind !== 'ERASURE' || (can('personal_data.erase') && demand.state === 'READY');
  const waiting = demand.state === 'NEW' || demand.state === 'READY';
  const unseen = fixed && isUnseen(demand, same);
  // A record may have become another by a merge: the ticks are those that the service has.
  const lookNow = () =>
    look.mutate(
      { name: demand.name, same_persons: same },
      { onSuccess: (saved) => setSame(saved.same_persons), onError: toastError },
    );
  return (
    <div className={s.demand}>
      <div className={s.bar}>
        <Tag color={COLORS[demand.state]} dot>
          {t(`enums.PersonalDataRequest.State.${demand.state}`)}
        </Tag>
        <span>{t(`enums.PersonalDataRequest.Kind.${demand.kind}`)}</span>
        <Due demand={demand} />
      </div>
      <p className={s.sub}>
        {demand.receive_date && `${t('privacy.received')}: ${date(demand.receive_date)}. `}
        {t('privacy.registeredBy', { name: demand.creator_display_name })}
        {demand.note && `. ${demand.note}`}
      </p>
      {demand.state === 'REFUSED' && (
        <p>
          {t(`enums.PersonalDataRequest.Refusal.${demand.refusal}`)}. {demand.refusal_note}
        </p>
      )}
      {waiting && fixed && <Related demand={demand} chosen={same} onChoose={setSame} />}
      {isOpen(demand) && (
        <div className={s.bar}>
          {waiting && fixed && (
            <Button
              variant="default"
              leftSection={<IconEye size={16} />}
              loading={look.isPending}
              onClick={lookNow}
            >
              {t(demand.state === 'READY' ? 'privacy.lookAgain' : 'privacy.look')}
            </Button>
          )}
          {waiting && mayRun && (
            <Button
              color={demand.kind === 'ERASURE' ? 'red' : undefined}
              leftSection={demand.kind === 'ERASURE' ? <IconFlame size={16} /> : undefined}
              disabled={unseen}
              onClick={() => setRunning(true)}
            >
              {t(`privacy.run.${demand.kind}`)}
            </Button>
          )}
          {isAsking(demand) && (
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} />}
              loading={retry.isPending}
              onClick={() => retry.mutate({ name: demand.name }, { onError: toastError })}
            >
              {t('privacy.retry')}
            </Button>
          )}
          {waiting && <Decisions demand={demand} />}
        </div>
      )}
      {waiting && unseen && <p role="status">{t('privacy.lookFirst')}</p>}
      <Files demand={demand} />
      {isAsking(demand) && (
        <p role="status">{t(demand.state === 'LOOKING' ? 'privacy.looking' : 'privacy.doing')}</p>
      )}
      <Reports demand={demand} />
      {running && !unseen && <RunDialog demand={demand} onClose={() => setRunning(false)} />}
    </div>
  );
}

function Files({ demand }: { demand: Demand }) {
  const { t } = useTranslation();
  if (demand.state !== 'DONE') return null;
  const link = (href: string, text: string) => (
    <Button component="a" href={href} download variant="default" leftSection={<IconDownload size={16} />}>
      {text}
    </Button>
  );
  return (
    <>
      <div className={s.bar}>
        {demand.kind === 'ACCESS' && link(fileHref(demand.name, 'download', 'html'), t('privacy.download'))}
        {demand.kind === 'ACCESS' &&
          link(fileHref(demand.name, 'download', 'json'), t('privacy.downloadJson'))}
        {demand.kind === 'ERASURE' && link(fileHref(demand.name, 'act'), t('privacy.act'))}
      </div>
      <p className={s.sub}>
        {demand.end_time &&
          t('privacy.executor', { name: demand.executor_display_name, time: dateTime(demand.end_time) })}
        {demand.expire_time && `. ${t('privacy.until', { time: dateTime(demand.expire_time) })}`}
      </p>
    </>
  );
}

interface RelatedProps {
  demand: Demand;
  chosen: string[];
  onChoose: (names: string[]) => void;
}

function Related({ demand, chosen, onChoose }: RelatedProps) {
  const { t } = useTranslation();
  if (demand.related.length === 0) return null;
  return (
    <section aria-label={t('privacy.related')}>
      <h3 className={s.heading}>{t('privacy.related')}</h3>
      <p className={s.sub}>{t('privacy.relatedHint')}</p>
      {demand.related.map((one) => (
        <Checkbox
          key={one.name}
          className={s.check}
          checked={isTicked(one, chosen)}
          disabled={one.certain}
          label={[one.display_name, one.certain && t('privacy.certain'), one.deleted && t('privacy.inBin')]
            .filter(Boolean)
            .join(' · ')}
          onChange={(event) =>
            onChoose(
              event.currentTarget.checked
                ? [...chosen, one.name]
                : chosen.filter((name) => name !== one.name),
            )
          }
        />
      ))}
    </section>
  );
}
