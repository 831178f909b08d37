import { ActionIcon, Button, Menu, Switch } from '@mantine/core';
import {
  IconArchive,
  IconArchiveOff,
  IconCalendarStar,
  IconDots,
  IconPencil,
  IconPlus,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date } from '@/shared/lib/format';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { toastDone, toastError } from '@/shared/ui/toast';
import a from '../admin/parts/Admin.module.css';
import { type Holiday, holidaysQuery, useSaveHoliday } from './api';
import { HolidayDrawer } from './HolidayDrawer';
import { ruleText } from './ruleText';

/** The days of trades, on which their people are congratulated. */
export function HolidaysPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('nav.holidays'));
  if (!can('professional_holidays.write')) return <NoRight permission="professional_holidays.write" />;
  return <Holidays />;
}

function Holidays() {
  const { t } = useTranslation();
  const list = useQuery(holidaysQuery);
  const [opened, setOpened] = useState<Holiday | 'new' | null>(null);
  const [archived, setArchived] = useState(false);
  if (list.isPending) return <PageSkeleton />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const shown = list.data.filter((holiday) => archived || !holiday.archived);
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpened('new')}>
      {t('holidays.create')}
    </Button>
  );
  return (
    <div className={a.page}>
      <PageHead title={t('holidays.title')}>{shown.length > 0 && create}</PageHead>
      {list.isError && <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />}
      <div className={a.body}>
        {list.data.some((holiday) => holiday.archived) && (
          <Switch
            label={t('holidays.showArchived')}
            checked={archived}
            onChange={(event) => setArchived(event.currentTarget.checked)}
          />
        )}
        {shown.length === 0 ? (
          <EmptyState icon={IconCalendarStar} title={t('holidays.empty')} hint={t('holidays.emptyHint')}>
            {create}
          </EmptyState>
        ) : (
          <table className={a.table} aria-label={t('holidays.title')}>
            <thead>
              <tr>
                <th>{t('holidays.name')}</th>
                <th>{t('holidays.when')}</th>
                <th>{t('holidays.next')}</th>
                <th aria-label={t('ui.edit')} />
              </tr>
            </thead>
            <tbody>
              {shown.map((holiday) => (
                <Row key={holiday.name} holiday={holiday} onEdit={() => setOpened(holiday)} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      {opened && (
        <HolidayDrawer holiday={opened === 'new' ? undefined : opened} onClose={() => setOpened(null)} />
      )}
    </div>
  );
}

function Row({ holiday, onEdit }: { holiday: Holiday; onEdit: () => void }) {
  const { t } = useTranslation();
  const save = useSaveHoliday();
  const turn = () =>
    save.mutate(
      { holiday, archived: !holiday.archived },
      {
        onSuccess: () =>
          toastDone(t(holiday.archived ? 'holidays.restored' : 'holidays.archived', { name: holiday.title })),
        onError: toastError,
      },
    );
  return (
    <tr className={a.row} data-off={holiday.archived || undefined}>
      <td>
        <button type="button" className={a.name} onClick={onEdit}>
          {holiday.title}
        </button>
        {holiday.archived && <span className={a.sub}>{t('holidays.archivedTag')}</span>}
      </td>
      <td>{ruleText(t, holiday.rule)}</td>
      <td className="num">{holiday.next_date ? date(holiday.next_date) : '—'}</td>
      <td className={a.menu}>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon className={a.menuInner} aria-label={t('holidays.actions', { name: holiday.title })}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
              {t('ui.edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={holiday.archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
              onClick={turn}
            >
              {t(holiday.archived ? 'holidays.restore' : 'holidays.toArchive')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  );
}
