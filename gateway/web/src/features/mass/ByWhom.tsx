import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PeoplePicker, PersonPicker } from '@/shared/ui/fields/pickers';
import type { Way } from './draft';

interface Props {
  ways: Way[];
  value: { way: Way; users: string[] };
  error?: string;
  onChange: (value: { way: Way; users: string[] }) => void;
}

/** Who gets works: one, several in turn, nobody yet, or each client's manager. */
export function ByWhom({ ways, value: { way, users }, error, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Radio.Group
        label={t('mass.byWhom')}
        value={way}
        onChange={(next) => onChange({ way: next as Way, users: next === 'ONE' ? users.slice(0, 1) : users })}
      >
        <Stack gap={6} mt={6}>
          {ways.map((each) => (
            <Radio key={each} value={each} label={t(`mass.ways.${each}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {way === 'EVEN' && (
        <PeoplePicker
          label={t('mass.executors')}
          value={users}
          error={error}
          onChange={(next) => onChange({ way, users: next })}
        />
      )}
      {way === 'ONE' && (
        <PersonPicker
          label={t('works.owner')}
          value={users[0] ?? ''}
          error={error}
          onChange={(user) => onChange({ way, users: user ? [user] : [] })}
        />
      )}
    </>
  );
}
