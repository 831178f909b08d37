/** The repetition of a work: what is usual, a rule of one's own, its end, days off, and the days it comes to. */
import { Chip, Group, NativeSelect, NumberInput, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhenInput } from '@/features/works/api';
import { isDate } from '@/features/works/when';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { type OnDayOff, previewQuery } from './api';
import {
  type Ending,
  FREQUENCIES,
  type Freq,
  monthlyOf,
  type Pattern,
  patternText,
  patternWords,
  presetsOf,
  type Repeat,
  ruleOf,
  WEEKDAYS,
  weeklyOf,
} from './rule';
import s from './Series.module.css';
import type { Repeating } from './useRepeating';

interface Props {
  repeating: Repeating;
  when: WhenInput;
  /** Of its first work. */
  day: string;
  owner: string;
  error?: string;
}

const ONCE_AGAIN = 'ONCE';
const OWN = 'OWN';

export function RepeatFields({ repeating, when, day, owner, error }: Props) {
  const { t, i18n } = useTranslation();
  const { repeat, choose, isPending, series } = repeating;
  const [own, setOwn] = useState(false);
  if (isPending) return <Skeleton h={60} />;
  const { pattern } = repeat;
  const presets = isDate(day) ? presetsOf(day) : [];
  const text = pattern ? patternText(pattern) : ONCE_AGAIN;
  const isOwn = pattern !== null && (own || !presets.some((each) => patternText(each) === text));
  const words = (each: Pattern) => patternWords(t, i18n.language, each, day);
  const pick = (value: string) => {
    setOwn(value === OWN);
    const found = presets.find((each) => patternText(each) === value);
    if (value === OWN)
      choose({ ...repeat, pattern: pattern ?? { freq: 'WEEKLY', interval: 1, by: weeklyOf(day) } });
    else choose({ ...repeat, pattern: found ?? null });
  };
  return (
    <div className={s.repeat}>
      <NativeSelect
        label={t('series.repeat')}
        value={isOwn ? OWN : text}
        error={error}
        onChange={(event) => pick(event.currentTarget.value)}
        data={[
          // What repeats already is ended, not made one.
          ...(series ? [] : [{ value: ONCE_AGAIN, label: t('series.once') }]),
          ...presets.map((each) => ({ value: patternText(each), label: words(each) })),
          { value: OWN, label: t('series.own') },
        ]}
      />
      {pattern && (
        <>
          {isOwn && (
            <OwnRule pattern={pattern} day={day} set={(next) => choose({ ...repeat, pattern: next })} />
          )}
          <ShortMonths by={pattern.by} />
          <EndFields repeat={repeat} set={choose} />
          <NativeSelect
            label={t('series.dayOff')}
            value={repeat.off}
            data={OFF.map((value) => ({ value, label: t(`enums.WorkSeries.OnDayOff.${value}`) }))}
            onChange={(event) => choose({ ...repeat, off: event.currentTarget.value as OnDayOff })}
          />
          <Next repeat={repeat} when={when} owner={owner} />
        </>
      )}
    </div>
  );
}

const OFF: OnDayOff[] = ['KEEP', 'NEXT', 'PREVIOUS', 'SKIP'];

interface OwnProps {
  pattern: Pattern;
  day: string;
  set: (pattern: Pattern) => void;
}

function OwnRule({ pattern, day, set }: OwnProps) {
  const { t, i18n } = useTranslation();
  const { freq, interval, by } = pattern;
  const usual: Record<Freq, string> = {
    DAILY: '',
    WEEKLY: isDate(day) ? weeklyOf(day) : '',
    MONTHLY: (isDate(day) && monthlyOf(day)[0]) || '',
    YEARLY: '',
  };
  const offered = [...new Set([...(isDate(day) ? monthlyOf(day) : []), 'BYMONTHDAY=-1', by])].filter(Boolean);
  const each = (value: string) =>
    patternWords(t, i18n.language, { freq, interval: 1, by: value }, day)
      .replace(t('series.each.MONTHLY'), '')
      .trim();
  return (
    <>
      <div className={s.two}>
        <NumberInput
          label={t('series.interval')}
          min={1}
          max={99}
          value={interval}
          onChange={(next) => set({ ...pattern, interval: Math.min(99, Math.max(1, Number(next) || 1)) })}
        />
        <NativeSelect
          label={t('series.frequency')}
          value={freq}
          data={FREQUENCIES.map((value) => ({ value, label: t(`series.unit.${value}`) }))}
          onChange={(event) => {
            const next = event.currentTarget.value as Freq;
            set({ ...pattern, freq: next, by: usual[next] });
          }}
        />
      </div>
      {freq === 'WEEKLY' && (
        <fieldset className={s.days}>
          <legend>{t('series.days')}</legend>
          <Chip.Group
            multiple
            value={by.replace('BYDAY=', '').split(',').filter(Boolean)}
            onChange={(days) => {
              const kept = WEEKDAYS.filter((one) => days.includes(one));
              // Of none, the day it begins on.
              set({ ...pattern, by: kept.length > 0 ? `BYDAY=${kept.join(',')}` : usual.WEEKLY });
            }}
          >
            <Group gap={6}>
              {WEEKDAYS.map((one) => (
                <Chip key={one} value={one} size="xs">
                  {t(`series.day.${one}`)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </fieldset>
      )}
      {freq === 'MONTHLY' && (
        <NativeSelect
          label={t('series.monthly')}
          value={by || usual.MONTHLY}
          data={offered.map((value) => ({ value, label: each(value) }))}
          onChange={(event) => set({ ...pattern, by: event.currentTarget.value })}
        />
      )}
    </>
  );
}

/** The 31st is not in each month: better said than found out. */
function ShortMonths({ by }: { by: string }) {
  const { t } = useTranslation();
  const day = Number(/^BYMONTHDAY=(29|30|31)$/.exec(by)?.[1] ?? 0);
  return day > 0 ? <p className={s.hint}>{t('series.shortMonths', { day })}</p> : null;
}

const ENDINGS: Ending[] = ['NEVER', 'UNTIL', 'COUNT'];

function EndFields({ repeat, set }: { repeat: Repeat; set: (repeat: Repeat) => void }) {
  const { t } = useTranslation();
  return (
    <div className={s.two}>
      <NativeSelect
        label={t('series.ending')}
        value={repeat.ending}
        data={ENDINGS.map((value) => ({ value, label: t(`series.endings.${value}`) }))}
        onChange={(event) => set({ ...repeat, ending: event.currentTarget.value as Ending })}
      />
      {repeat.ending === 'UNTIL' && (
        <DateInput
          label={t('series.lastOne')}
          value={repeat.until}
          onChange={(until) => set({ ...repeat, until })}
        />
      )}
      {repeat.ending === 'COUNT' && (
        <NumberInput
          label={t('series.howOften')}
          min={1}
          max={500}
          value={repeat.count}
          onChange={(next) => set({ ...repeat, count: Math.min(500, Math.max(1, Number(next) || 1)) })}
        />
      )}
    </div>
  );
}

const SHOWN = 5;

/** With its day of the week; of floating days and of hours alike, the day it is there. */
function Next({ repeat, when, owner }: { repeat: Repeat; when: WhenInput; owner: string }) {
  const { t, i18n } = useTranslation();
  const complete = when.kind === 'EXACT' ? Boolean(when.start_time) : isDate(when.start_date ?? '');
  const { data, error } = useQuery(previewQuery(when, owner, complete ? ruleOf(repeat) : null));
  if (error) return <p className={s.error}>{Object.values(fieldErrors(error))[0] ?? errorText(error)}</p>;
  if (!data) return <Skeleton h={40} />;
  const text = new Intl.DateTimeFormat(i18n.language, {
    ...({ weekday: 'short', day: 'numeric', month: 'long', timeZone: 'UTC' } as const),
  });
  const days = data.occurrences.slice(0, SHOWN).map(({ start_date }) => start_date ?? '');
  return (
    <div className={s.next} aria-live="polite">
      <span>{t('series.next')}</span>
      <ul aria-label={t('series.next')}>
        {days.map((day) => (
          <li key={day} className="num">
            {text.format(new Date(`${day}T00:00:00Z`))}
          </li>
        ))}
        {data.occurrences.length > SHOWN && <li>{t('series.more')}</li>}
      </ul>
      {data.skipped.length > 0 && <span>{t('series.left', { count: data.skipped.length })}</span>}
    </div>
  );
}
