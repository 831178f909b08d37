/** How a work is shown wherever it is: its icon, its state, its time, and the buttons for it. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import {
  IconArrowForwardUp,
  IconBan,
  IconCalendarTime,
  IconChecklist,
  IconFileText,
  IconMail,
  IconMinus,
  IconPencil,
  IconPhone,
  IconPlus,
  IconRepeat,
  IconRotate2,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { actionsQuery, type Work, type WorkAction } from './api';
import type { WorkActs } from './useWorkActs';
import s from './Works.module.css';
import { isOverdue, whenText } from './when';

export const CATEGORY_ICONS: Record<string, ComponentType<{ size?: number; stroke?: number }>> = {
  CALL: IconPhone,
  MEETING: IconUsers,
  LETTER: IconMail,
  DOCUMENT: IconFileText,
  TASK: IconChecklist,
};

export function WorkIcon({ action, actions }: { action: string; actions: WorkAction[] }) {
  const category = actions.find(({ name }) => name === action)?.category ?? 'TASK';
  const Icon = CATEGORY_ICONS[category] ?? IconChecklist;
  return <Icon size={16} stroke={1.7} />;
}

type Ended = Pick<Work, 'state' | 'sign' | 'due_time' | 'result_display_name'>;

/** Open, overdue, or how it ended: with the sign as a word, not as a colour alone. */
export function StateTag({ work }: { work: Ended }) {
  const { t } = useTranslation();
  if (work.state === 'DONE' && work.sign) {
    const plus = work.sign === 'PLUS';
    return (
      <Tag color={plus ? 'green' : 'red'} title={work.result_display_name || undefined}>
        {plus ? '+' : '−'} {work.result_display_name || t(`enums.Work.Sign.${work.sign}`)}
      </Tag>
    );
  }
  if (isOverdue(work)) return <Tag color="red">{t('works.overdue')}</Tag>;
  return <Tag color={work.state === 'OPEN' ? 'blue' : 'gray'}>{t(`enums.Work.State.${work.state}`)}</Tag>;
}

type Timed = Pick<Work, 'when' | 'state' | 'due_time'>;

/** `zone`: of the reader's clock. */
export function WhenText({ work, zone }: { work: Timed; zone: string }) {
  const { t } = useTranslation();
  const text = whenText(t, work.when, zone);
  return <span className={isOverdue(work) ? `num ${s.late}` : 'num'}>{text || '—'}</span>;
}

/** One of a series. */
export function RepeatMark({ series }: { series: string }) {
  const { t } = useTranslation();
  if (!series) return null;
  return (
    <span className={s.mark} role="img" aria-label={t('works.repeated')} title={t('works.repeated')}>
      <IconRepeat size={14} aria-hidden />
    </span>
  );
}

const PRIORITY_COLORS: Record<string, string> = { URGENT: 'red', HIGH: 'orange' };

/** Only what stands out. */
export function PriorityTag({ priority }: { priority: string }) {
  const { t } = useTranslation();
  const color = PRIORITY_COLORS[priority];
  return color ? (
    <Tag size="s" color={color}>
      {t(`enums.Work.Priority.${priority}`)}
    </Tag>
  ) : null;
}

export const useActions = () => useQuery(actionsQuery).data ?? NO_ACTIONS;
const NO_ACTIONS: WorkAction[] = [];

type Shown = Pick<Work, 'name' | 'display_name' | 'state'>;

/** Plus, minus and another day, for one that is open. */
export function QuickButtons({ work, acts }: { work: Shown; acts: WorkActs }) {
  const { t } = useTranslation();
  const can = useCan();
  if (work.state !== 'OPEN' || !can('works.update')) return null;
  const buttons: [string, typeof IconPlus, string, () => void][] = [
    ['works.closeWith.PLUS', IconPlus, 'teal', () => acts.close(work, 'PLUS')],
    ['works.closeWith.MINUS', IconMinus, 'red', () => acts.close(work, 'MINUS')],
    ['works.postpone', IconCalendarTime, 'gray', () => acts.postpone(work)],
  ];
  return (
    <span className={s.buttons}>
      {buttons.map(([key, Icon, color, run]) => (
        <Tooltip key={key} label={t(key)}>
          <ActionIcon
            variant="light"
            color={color}
            size={30}
            aria-label={`${t(key)}: ${work.display_name}`}
            onClick={(event) => {
              event.stopPropagation();
              run();
            }}
          >
            <Icon size={16} />
          </ActionIcon>
        </Tooltip>
      ))}
    </span>
  );
}

/** All else that can be done with it. */
export function WorkMenu({ work, acts }: { work: Work; acts: WorkActs }) {
  const { t } = useTranslation();
  const can = useCan();
  const open = work.state === 'OPEN';
  const ended = work.state === 'DONE' || work.state === 'CANCELLED';
  const items: [boolean, string, typeof IconPlus, () => void][] = [
    [open && can('works.update'), 'ui.edit', IconPencil, () => acts.edit(work)],
    [
      can('works.create') && work.state !== 'DELETED',
      'works.follow',
      IconArrowForwardUp,
      () => acts.follow(work),
    ],
    [open && can('works.update'), 'works.cancel', IconBan, () => acts.cancel(work)],
    [ended && can('works.reopen'), 'works.reopen', IconRotate2, () => acts.reopen(work)],
    [work.state === 'DELETED' && can('works.delete'), 'works.restore', IconRotate2, () => acts.restore(work)],
    [work.state !== 'DELETED' && can('works.delete'), 'works.delete', IconTrash, () => acts.remove(work)],
  ];
  const shown = items.filter(([may]) => may);
  if (shown.length === 0) return null;
  return (
    <RowMenu label={t('works.actions', { work: work.display_name })}>
      {shown.map(([, key, Icon, run]) => (
        <Menu.Item
          key={key}
          color={key === 'works.delete' ? 'red' : undefined}
          leftSection={<Icon size={16} />}
          onClick={run}
        >
          {t(key)}
        </Menu.Item>
      ))}
    </RowMenu>
  );
}
