import { ActionIcon, Indicator, Popover, ScrollArea } from '@mantine/core';
import { IconProgressCheck, IconProgressHelp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '@/shared/api/types';
import { ago } from '@/shared/lib/format';
import { EmptyState } from '@/shared/ui/EmptyState';
import { isRunning, JobProgress } from '@/shared/ui/JobProgress';
import { jobQuery, jobsQuery } from './api';
import { JobButtons } from './JobCards';
import s from './Jobs.module.css';
import { jobLabel } from './label';

/** Running and finished jobs of the caller, behind their sign in the header. */
export function JobsBell() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const { data: jobs } = useQuery(jobsQuery);
  const running = jobs?.filter(isRunning).length ?? 0;
  const label = running ? t('jobs.running', { count: running }) : t('jobs.title');
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={380} trapFocus>
      <Indicator disabled={running === 0} processing color="red" size={8} offset={6}>
        <Popover.Target>
          <ActionIcon aria-label={label} aria-expanded={opened} onClick={() => setOpened(!opened)}>
            <IconProgressCheck size={19} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label={t('jobs.title')}>
        <h2 className={s.title}>{t('jobs.title')}</h2>
        <ScrollArea.Autosize mah="60vh" scrollbarSize={6} viewportProps={{ tabIndex: 0 }}>
          {jobs?.length ? (
            <ul className={s.jobs}>
              {jobs.map((job) => (
                <Entry key={job.name} job={job} />
              ))}
            </ul>
          ) : (
            <EmptyState
              icon={IconProgressHelp}
              tone="gray"
              title={t('jobs.empty')}
              hint={t('jobs.emptyHint')}
            />
          )}
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}

function Entry({ job: listed }: { job: Job }) {
  const job = useQuery({ ...jobQuery(listed.name, listed), staleTime: 5000 }).data ?? listed;
  return (
    <li className={s.entry}>
      <JobProgress job={job} label={jobLabel(job)} />
      <div className={s.foot}>
        <span className={s.when}>{job.create_time && ago(job.create_time)}</span>
        <JobButtons job={job} label={jobLabel(job)} />
      </div>
    </li>
  );
}
