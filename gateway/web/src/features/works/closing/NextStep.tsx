import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WorkAction } from '../api';
import { WhenFields } from '../form/WhenFields';
import s from './Closing.module.css';
import type { NextDraft } from './next';

interface Props {
  actions: WorkAction[];
  value: NextDraft | null;
  usual: () => NextDraft;
  errors: Record<string, string>;
  onChange: (next: NextDraft | null) => void;
}

/** The work that goes on from the closed one, with the same people. */
export function NextStep({ actions, value, usual, errors, onChange }: Props) {
  const { t } = useTranslation();
  const offered = actions.filter((each) => !each.archived);
  const set = (patch: Partial<NextDraft>) => value && onChange({ ...value, ...patch });
  return (
    <div className={s.next}>
      <Switch
        label={t('works.planNext')}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? usual() : null)}
      />
      {value && (
        <>
          <div className={s.two}>
            <NativeSelect
              label={t('works.action')}
              value={value.action}
              error={errors['next.action']}
              data={offered.map((each) => ({ value: each.name, label: each.display_name }))}
              onChange={(event) => set({ action: event.currentTarget.value, planned_result: '' })}
            />
            <TextInput
              label={t('works.name')}
              maxLength={250}
              placeholder={offered.find((each) => each.name === value.action)?.display_name}
              value={value.display_name}
              error={errors['next.display_name'] ?? errors.display_name}
              onChange={(event) => set({ display_name: event.currentTarget.value })}
            />
          </div>
          <WhenFields value={value.when} errors={ofWhen(errors)} onChange={(when) => set({ when })} />
        </>
      )}
    </div>
  );
}

/** The service names fields of a work without saying of which. */
const ofWhen = (errors: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(errors).flatMap(([field, text]) => {
      const found = /^(?:next\.)?when\.(.+)$/.exec(field)?.[1];
      return found ? [[found, text]] : [];
    }),
  );
