import { MultiSelect, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/shared/lib/errors';
import { useOrgUnits } from '@/shared/session/directory';
import { PeoplePicker } from '@/shared/ui/fields/pickers';
import { SaveDrawer } from '@/shared/ui/SaveDrawer';
import { useSaveCalendar, type WorkCalendar } from './api';
import { type Draft, draftOf, problemOf, sentOf } from './draft';
import { WeekEditor } from './WeekEditor';
import { YearEditor } from './YearEditor';

interface Props {
  calendar?: WorkCalendar;
  /** Of a new one: behind all others. */
  position: number;
  onClose: () => void;
}

/** Else it is said above the form. */
const refused = (error: unknown): Record<string, string> => {
  const { display_name } = fieldErrors(error);
  return display_name ? { display_name } : {};
};

export function CalendarDrawer({ calendar, position, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveCalendar();
  const units = useOrgUnits();
  const form = useForm<Draft>({
    initialValues: draftOf(calendar),
    validate: {
      display_name: (value) => (value.trim() ? null : t('workCalendars.required')),
      week: (week) => (week.some(problemOf) ? ' ' : null),
      exceptions: (days) => (Object.values(days).some(({ hours }) => problemOf(hours)) ? ' ' : null),
    },
  });
  const { values } = form;
  const set = (patch: Partial<Draft>) => form.setValues(patch);
  const known = calendar ? { name: calendar.name, etag: calendar.etag } : { position };
  return (
    <SaveDrawer
      title={calendar?.display_name ?? t('workCalendars.new')}
      size={640}
      form={form}
      save={save}
      body={(draft) => ({ ...sentOf(draft), ...known })}
      refused={refused}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t('workCalendars.name')}
        maxLength={100}
        {...form.getInputProps('display_name')}
      />
      <WeekEditor week={values.week} onChange={(week) => set({ week })} />
      <Switch
        label={t('workCalendars.russian')}
        description={t('workCalendars.russianHint')}
        checked={values.russian}
        onChange={(event) => set({ russian: event.currentTarget.checked })}
      />
      <Switch
        label={t('workCalendars.makeDefault')}
        // Another one becomes it, and this one so is it no more.
        disabled={calendar?.default_calendar || calendar?.archived}
        checked={values.default_calendar}
        onChange={(event) => set({ default_calendar: event.currentTarget.checked })}
      />
      <MultiSelect
        searchable
        label={t('workCalendars.units')}
        description={t('workCalendars.unitsHint')}
        data={[...units.values()].map(({ name, display_name }) => ({ value: name, label: display_name }))}
        nothingFoundMessage={t('ui.nothing')}
        value={values.org_units}
        onChange={(org_units) => set({ org_units })}
      />
      <PeoplePicker
        label={t('workCalendars.users')}
        value={values.users}
        onChange={(users) => set({ users })}
      />
      <YearEditor draft={values} calendar={calendar} onChange={(exceptions) => set({ exceptions })} />
    </SaveDrawer>
  );
}
