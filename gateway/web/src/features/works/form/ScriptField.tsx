import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { actionsQuery } from '../api';
import { scriptsQuery } from '../settings/entries';

interface Props {
  /** Format: workActions/{work_action}; empty: the first one. */
  action: string;
  value: string;
  error?: string;
  onChange: (script: string) => void;
}

/** What to say or write: of the scripts that suit the action. Without any there is no field. */
export function ScriptField({ action, value, error, onChange }: Props) {
  const { t } = useTranslation();
  const { data: scripts = [] } = useQuery(scriptsQuery);
  const { data: known = [] } = useQuery(actionsQuery);
  const chosen = action || known.find(({ archived }) => !archived)?.name || '';
  const offered = scripts.filter(
    ({ name, archived, actions }) =>
      name === value || (!archived && (actions.length === 0 || actions.includes(chosen))),
  );
  if (offered.length === 0) return null;
  return (
    <NativeSelect
      label={t('scripts.script')}
      value={value}
      error={error}
      data={[
        { value: '', label: '—' },
        ...offered.map(({ name, display_name }) => ({ value: name, label: display_name })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
