import { Menu } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconCalendarStar, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { NoRight } from '@/shared/ui/NoRight';
import { RowMenu } from '@/shared/ui/RowMenu';
import { toastDone, toastError } from '@/shared/ui/toast';
import { type Holiday, holidaysQuery, useSaveHoliday } from './api';
import { ruleText } from './ruleText';

const HolidayDrawer = lazy(() =>
  import('./HolidayDrawer').then((module) => ({ default: module.HolidayDrawer })),
);

/** The days of trades, on which their people are congratulated. */
export function HolidaysPage() {
  const can = useCan();
  if (!can('professional_holidays.write')) return <NoRight permission="professional_holidays.write" />;
  return <Holidays />;
}

function Holidays() {
  const { t } = useTranslation();
  const list = useQuery(holidaysQuery);
  const [opened, setOpened] = useState<Holiday | 'new' | null>(null);
  return (
    <DictionaryPage
      title={t('holidays.title')}
      query={list}
      archived={{ label: t('holidays.showArchived'), is: (holiday) => holiday.archived }}
      create={{ label: t('holidays.create'), onClick: () => setOpened('new') }}
      empty={{ icon: IconCalendarStar, title: t('holidays.empty'), hint: t('holidays.emptyHint') }}
      table={(holidays) => (
        <table className={d.table} aria-label={t('holidays.title')}>
          <thead>
            <tr>
              <th>{t('holidays.name')}</th>
              <th>{t('holidays.when')}</th>
              <th>{t('holidays.next')}</th>
              <th aria-label={t('ui.edit')} />
            </tr>
          </thead>
          <tbody>
            {holidays.map((holiday) => (
              <Row key={holiday.name} holiday={holiday} onEdit={() => setOpened(holiday)} />
            ))}
          </tbody>
        </table>
      )}
    >
      <Suspense>
        {opened && (
          <HolidayDrawer holiday={opened === 'new' ? undefined : opened} onClose={() => setOpened(null)} />
        )}
      </Suspense>
    </DictionaryPage>
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
    <tr className={d.row} data-off={holiday.archived || undefined}>
      <td>
        <button type="button" className={d.name} onClick={onEdit}>
          {holiday.title}
        </button>
        {holiday.archived && <span className={d.sub}>{t('holidays.archivedTag')}</span>}
      </td>
      <td>{ruleText(t, holiday.rule)}</td>
      <td className="num">{holiday.next_date ? date(holiday.next_date) : '—'}</td>
      <td className={d.menu}>
        <RowMenu label={t('holidays.actions', { name: holiday.title })}>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
            {t('ui.edit')}
          </Menu.Item>
          <Menu.Item
            leftSection={holiday.archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
            onClick={turn}
          >
            {t(holiday.archived ? 'holidays.restore' : 'holidays.toArchive')}
          </Menu.Item>
        </RowMenu>
      </td>
    </tr>
  );
}
