import { Menu } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconCalendarTime, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrgUnits, usersQuery } from '@/shared/session/directory';
import { useCan } from '@/shared/session/session';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { NoRight } from '@/shared/ui/NoRight';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { toastDone, toastError } from '@/shared/ui/toast';
import { calendarsQuery, useSaveCalendar, type WorkCalendar } from './api';
import { draftOf, weekText } from './draft';
import s from './WorkCalendars.module.css';

const CalendarDrawer = lazy(() =>
  import('./CalendarDrawer').then((module) => ({ default: module.CalendarDrawer })),
);

/** When people work, and which days they are off. */
export function WorkCalendarsPage() {
  const can = useCan();
  if (!can('work_calendars.write')) return <NoRight permission="work_calendars.write" />;
  return <Calendars />;
}

function Calendars() {
  const { t } = useTranslation();
  const list = useQuery(calendarsQuery);
  const [opened, setOpened] = useState<WorkCalendar | 'new' | null>(null);
  return (
    <DictionaryPage
      title={t('workCalendars.title')}
      query={list}
      archived={{ label: t('workCalendars.showArchived'), is: (calendar) => calendar.archived }}
      create={{ label: t('workCalendars.create'), onClick: () => setOpened('new') }}
      empty={{
        icon: IconCalendarTime,
        title: t('workCalendars.empty'),
        hint: t('workCalendars.emptyHint'),
      }}
      above={<p className={s.hint}>{t('workCalendars.hint')}</p>}
      table={(calendars) => (
        <table className={d.table} aria-label={t('workCalendars.title')}>
          <thead>
            <tr>
              <th>{t('workCalendars.name')}</th>
              <th>{t('workCalendars.hours')}</th>
              <th>{t('workCalendars.forWhom')}</th>
              <th aria-label={t('ui.edit')} />
            </tr>
          </thead>
          <tbody>
            {calendars.map((calendar) => (
              <Row key={calendar.name} calendar={calendar} onEdit={() => setOpened(calendar)} />
            ))}
          </tbody>
        </table>
      )}
    >
      <Suspense>
        {opened && (
          <CalendarDrawer
            calendar={opened === 'new' ? undefined : opened}
            position={(list.data ?? []).length}
            onClose={() => setOpened(null)}
          />
        )}
      </Suspense>
    </DictionaryPage>
  );
}

function Row({ calendar, onEdit }: { calendar: WorkCalendar; onEdit: () => void }) {
  const { t } = useTranslation();
  const save = useSaveCalendar();
  const { name, etag, display_name, archived } = calendar;
  const turn = () =>
    save.mutate(
      { name, etag, archived: !archived },
      {
        onSuccess: () =>
          toastDone(
            t(archived ? 'workCalendars.restored' : 'workCalendars.archived', { name: display_name }),
          ),
        onError: toastError,
      },
    );
  return (
    <tr className={d.row} data-off={archived || undefined}>
      <td>
        <button type="button" className={d.name} onClick={onEdit}>
          {display_name}
        </button>
        {archived && <span className={d.sub}>{t('workCalendars.archivedTag')}</span>}
      </td>
      <td className="num">
        {weekText(draftOf(calendar).week, (day) => t(`workCalendars.shortDays.${day}`))}
      </td>
      <td>
        <Whose calendar={calendar} />
      </td>
      <td className={d.menu}>
        <RowMenu label={t('workCalendars.actions', { name: display_name })}>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
            {t('ui.edit')}
          </Menu.Item>
          {!calendar.default_calendar && (
            <Menu.Item
              leftSection={archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
              onClick={turn}
            >
              {t(archived ? 'workCalendars.restore' : 'workCalendars.toArchive')}
            </Menu.Item>
          )}
        </RowMenu>
      </td>
    </tr>
  );
}

function Whose({ calendar }: { calendar: WorkCalendar }) {
  const { t } = useTranslation();
  const units = useOrgUnits();
  const { data: people = [] } = useQuery(usersQuery(calendar.users));
  const titles = [
    ...calendar.org_units.map((name) => units.get(name)?.display_name),
    ...people.map(({ display_name }) => display_name),
  ].filter(Boolean);
  if (calendar.default_calendar) titles.unshift(t('workCalendars.everybody'));
  if (titles.length === 0) return <span className={d.sub}>{t('workCalendars.nobody')}</span>;
  return (
    <span className={d.tags}>
      {titles.map((title, at) => (
        <Tag key={`${title} ${at}`} color={calendar.default_calendar && at === 0 ? 'green' : 'gray'}>
          {title}
        </Tag>
      ))}
    </span>
  );
}
