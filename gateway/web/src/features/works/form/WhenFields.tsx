import { NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DateInput } from '@/shared/ui/fields/DateInput';
import s from '../Works.module.css';
import { isDate, type WhenDraft, type WhenKind } from '../when';

interface Props {
  value: WhenDraft;
  /** Of the fields `start_date`, `end_date`, `start_time`, `end_time`, without `when.`. */
  errors: Record<string, string>;
  onChange: (value: WhenDraft) => void;
}

const KINDS: WhenKind[] = ['DAY', 'EXACT', 'DAYS'];

/** At exact hours, any time of a day, or within several days. */
export function WhenFields({ value, errors, onChange }: Props) {
  const { t } = useTranslation();
  const set = (patch: Partial<WhenDraft>) => onChange({ ...value, ...patch });
  const setDate = (date: string) =>
    set({ date, until: isDate(date) && value.until < date ? date : value.until });
  return (
    <fieldset className={s.fieldset}>
      <legend>{t('works.when')}</legend>
      <SegmentedControl
        fullWidth
        aria-label={t('works.when')}
        value={value.kind}
        onChange={(kind) => set({ kind: kind as WhenKind })}
        data={KINDS.map((kind) => ({ value: kind, label: t(`works.kinds.${kind}`) }))}
      />
      <div className={s.when} data-kind={value.kind}>
        <DateInput
          label={t(value.kind === 'DAYS' ? 'works.firstDay' : 'works.day')}
          value={value.date}
          error={errors.start_date}
          onChange={setDate}
        />
        {value.kind === 'DAYS' && (
          <DateInput
            label={t('works.lastDay')}
            value={value.until}
            error={errors.end_date}
            onChange={(until) => set({ until })}
          />
        )}
        {value.kind === 'EXACT' && (
          <>
            <TextInput
              type="time"
              label={t('works.startTime')}
              value={value.time}
              error={errors.start_time}
              onChange={(event) => set({ time: event.currentTarget.value })}
            />
            <NumberInput
              label={t('works.minutes')}
              min={5}
              max={1440}
              step={15}
              value={value.minutes}
              error={errors.end_time}
              onChange={(minutes) => set({ minutes: Number(minutes) || 0 })}
            />
          </>
        )}
      </div>
    </fieldset>
  );
}
