import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Language, setLanguage } from '@/shared/i18n';
import { useSavePreferences } from '@/shared/session/session';
import s from './LanguageMenu.module.css';

const OTHER: Record<string, Language> = { ru: 'en', en: 'ru' };
const NAMES: Record<Language, string> = {
  en: 'English',
  ru: '\u0420\u0443\u0441\u0441\u043a\u0438\u0439',
};

/** Two languages need one button: it names the other one in its own words. */
export function LanguageMenu() {
  const { i18n } = useTranslation();
  const save = useSavePreferences();
  const next = OTHER[i18n.language] ?? 'en';
  return (
    <ActionIcon
      aria-label={`${next.toUpperCase()}, ${NAMES[next]}`}
      title={NAMES[next]}
      lang={next}
      onClick={() => {
        void setLanguage(next);
        save({ language: next });
      }}
    >
      <span className={s.code}>{next.toUpperCase()}</span>
    </ActionIcon>
  );
}
