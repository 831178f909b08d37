import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useZone } from '@/features/works/useZone';
import { todayIn } from '@/shared/lib/dates';
import { type Kind, type WorkCalendar, workingDaysQuery } from './api';
import { type Day, type Draft, kindOf, monthDays, more, offsetOf, WEEKDAYS } from './draft';
import { HoursFields } from './HoursFields';
import s from './WorkCalendars.module.css';

const MONTHS = Array.from({ length: 12 }, (_, at) => at + 1);
const LEGEND = ['SHORT', 'HOLIDAY', 'TRANSFERRED', 'WEEKEND'] as const;
const OFF = new Set<Kind>(['WEEKEND', 'HOLIDAY']);

interface Props {
  draft: Draft;
  calendar?: WorkCalendar;
  onChange: (exceptions: Draft['exceptions']) => void;
}

/** A year of days: holidays, transferred and short ones, and those that are otherwise here. */
export function YearEditor({ draft, calendar, onChange }: Props) {
  const { t } = useTranslation();
  const thisYear = Number(todayIn(useZone()).slice(0, 4));
  const [year, setYear] = useState(thisYear);
  const [chosen, setChosen] = useState('');
  const kinds = usePublicKinds(year, calendar);
  const kind = (day: string) => kindOf(draft, day, kinds.get(day));
  const working = MONTHS.flatMap((month) => monthDays(year, month)).filter((day) => !OFF.has(kind(day)));
  const turn = (way: number) => {
    setYear(year + way);
    setChosen('');
  };
  const change = (day: Day | null) => {
    const { [chosen]: _, ...others } = draft.exceptions;
    onChange(day ? { ...others, [chosen]: day } : others);
  };
  return (
    <fieldset className={s.fieldset}>
      <legend>{t('workCalendars.exceptions')}</legend>
      <p className={s.hint}>{t('workCalendars.exceptionsHint')}</p>
      <div className={s.yearHead}>
        <ActionIcon variant="default" aria-label={t('workCalendars.previousYear')} onClick={() => turn(-1)}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <b className="num">{year}</b>
        <ActionIcon variant="default" aria-label={t('workCalendars.nextYear')} onClick={() => turn(1)}>
          <IconChevronRight size={16} />
        </ActionIcon>
        <span role="status">{t('workCalendars.workingDays', { count: working.length })}</span>
      </div>
      {!calendar && draft.russian && <p className={s.hint}>{t('workCalendars.yearHint')}</p>}
      <div className={s.year}>
        {MONTHS.map((month) => (
          <Fragment key={month}>
            <Month
              year={year}
              month={month}
              kind={kind}
              own={draft.exceptions}
              chosen={chosen}
              onChoose={(day) => setChosen(day === chosen ? '' : day)}
            />
            {Number(chosen.slice(5, 7)) === month && (
              <DayEditor
                key={chosen}
                day={chosen}
                value={draft.exceptions[chosen]}
                onChange={change}
                onClose={() => setChosen('')}
              />
            )}
          </Fragment>
        ))}
      </div>
      <ul className={s.legend} aria-label={t('workCalendars.legend')}>
        {LEGEND.map((each) => (
          <li key={each}>
            <i data-kind={each} /> {t(`enums.WorkingDay.Kind.${each}`)}
          </li>
        ))}
        <li>
          <i data-own /> {t('workCalendars.own')}
        </li>
      </ul>
    </fieldset>
  );
}

/** What the public calendar says; of days that were exceptions when it was saved nothing is known. */
function usePublicKinds(year: number, calendar?: WorkCalendar): Map<string, Kind> {
  const asked = { start_date: `${year}-01-01`, end_date: `${year}-12-31`, calendar: calendar?.name };
  const { data } = useQuery({ ...workingDaysQuery(asked), enabled: Boolean(calendar) });
  const own = new Set(calendar?.exceptions.map(({ day_date }) => day_date));
  return new Map(
    data?.working_days
      .filter(({ day_date }) => !own.has(day_date))
      .map((day) => [day.day_date ?? '', day.kind]),
  );
}

interface MonthProps {
  year: number;
  month: number;
  kind: (day: string) => Kind;
  own: Draft['exceptions'];
  chosen: string;
  onChoose: (day: string) => void;
}

function Month({ year, month, kind, own, chosen, onChoose }: MonthProps) {
  const { t, i18n } = useTranslation();
  const days = monthDays(year, month);
  const title = format(i18n.language, { month: 'long' }, days[0] ?? '');
  const label = (day: string) => {
    const what = own[day]?.comment || t(`enums.WorkingDay.Kind.${kind(day)}`);
    return `${format(i18n.language, { day: 'numeric', month: 'long' }, day)}: ${what}`;
  };
  return (
    <section className={s.month} aria-label={`${title} ${year}`}>
      <h3>{title}</h3>
      <div className={s.days}>
        {WEEKDAYS.map((day) => (
          <span key={day} aria-hidden>
            {t(`workCalendars.shortDays.${day}`)}
          </span>
        ))}
        {days.map((day, at) => (
          <button
            key={day}
            type="button"
            style={at === 0 ? { gridColumn: offsetOf(year, month) + 1 } : undefined}
            data-kind={kind(day)}
            data-own={day in own || undefined}
            aria-pressed={day === chosen}
            aria-label={label(day)}
            title={label(day)}
            onClick={() => onChoose(day)}
          >
            {at + 1}
          </button>
        ))}
      </div>
    </section>
  );
}

const format = (language: string, options: Intl.DateTimeFormatOptions, day: string) =>
  new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options }).format(new Date(`${day}T00:00:00Z`));

interface DayProps {
  day: string;
  value?: Day;
  onChange: (day: Day | null) => void;
  onClose: () => void;
}

/** What one day is: as usual, off, or with hours of its own. */
function DayEditor({ day, value, onChange, onClose }: DayProps) {
  const { t, i18n } = useTranslation();
  const title = format(i18n.language, { day: 'numeric', month: 'long', weekday: 'long' }, day);
  const [comment, setComment] = useState(value?.comment ?? '');
  const way = !value ? 'usual' : value.hours.length > 0 ? 'hours' : 'off';
  const choose = (next: string) =>
    onChange(next === 'usual' ? null : { hours: next === 'off' ? [] : more([]), comment });
  return (
    <section className={s.day} aria-label={title}>
      <b>{title}</b>
      <SegmentedControl
        aria-label={title}
        value={way}
        onChange={choose}
        data={[
          { value: 'usual', label: t('workCalendars.usual') },
          { value: 'off', label: t('workCalendars.dayOff') },
          { value: 'hours', label: t('workCalendars.hours') },
        ]}
      />
      {value && value.hours.length > 0 && (
        <HoursFields day={title} value={value.hours} onChange={(hours) => onChange({ hours, comment })} />
      )}
      {value && (
        <TextInput
          label={t('workCalendars.comment')}
          maxLength={200}
          value={comment}
          onChange={(event) => {
            setComment(event.currentTarget.value);
            onChange({ ...value, comment: event.currentTarget.value });
          }}
        />
      )}
      <Button variant="default" size="compact-sm" onClick={onClose}>
        {t('workCalendars.done')}
      </Button>
    </section>
  );
}
