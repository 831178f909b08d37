import { SegmentedControl, Stack, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Language, setLanguage } from '@/shared/i18n';
import { type Preferences, usePreferences, useSavePreferences } from '@/shared/session/session';
import s from './Look.module.css';

const THEMES = ['light', 'dark', 'auto'] as const;
const LANGUAGES = ['ru', 'en'] as const;
const DENSITIES = ['comfortable', 'compact'] as const;

/** Theme, language and density: kept on the server, so that they follow the person. */
export function Look() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { density = 'comfortable' } = usePreferences();
  const save = useSavePreferences();
  return (
    <Stack gap="md" className={s.look}>
      <Choice
        label={t('profileUi.theme')}
        value={colorScheme}
        options={THEMES.map((value) => ({ value, label: t(`profileUi.themes.${value}`) }))}
        onChange={(value) => {
          setColorScheme(value as (typeof THEMES)[number]);
          save({ theme: value as Preferences['theme'] });
        }}
      />
      <Choice
        label={t('profileUi.language')}
        value={i18n.language}
        options={LANGUAGES.map((value) => ({ value, label: t(`profileUi.languages.${value}`) }))}
        onChange={(value) => {
          void setLanguage(value as Language);
          save({ language: value as Language });
        }}
      />
      <Choice
        label={t('profileUi.density')}
        value={density}
        options={DENSITIES.map((value) => ({ value, label: t(`profileUi.densities.${value}`) }))}
        onChange={(value) => save({ density: value as Preferences['density'] })}
      />
    </Stack>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}

const Choice = ({ label, value, options, onChange }: ChoiceProps) => (
  <div>
    <div className={s.label}>{label}</div>
    <SegmentedControl aria-label={label} fullWidth value={value} data={options} onChange={onChange} />
  </div>
);
