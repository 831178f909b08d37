/** Texts. Russian comes with the application, English is a chunk that only its readers download. */
import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import ru from './ru';

export type Language = 'ru' | 'en';
const KEY = 'crm-language';

export const storedLanguage = (): Language => (localStorage.getItem(KEY) === 'en' ? 'en' : 'ru');

export async function startI18n() {
  await i18n.use(initReactI18next).init({
    lng: 'ru',
    fallbackLng: 'ru',
    defaultNS: 'app',
    ns: ['app'],
    resources: { ru: { app: ru } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  if (storedLanguage() === 'en') await setLanguage('en');
}

export async function setLanguage(language: Language) {
  if (language === 'en' && !i18n.hasResourceBundle('en', 'app')) {
    i18n.addResourceBundle('en', 'app', (await import('./en')).default);
  }
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  await i18n.changeLanguage(language);
}

export default i18n;
