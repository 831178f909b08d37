/**
 * Texts. What every screen needs in Russian comes with the application; the texts of a feature come
 * with its pages, English only to those who read it.
 */
import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import { merge, type Tree } from './merge';

export type Language = 'ru' | 'en';
const KEY = 'crm-language';

const core = merge(import.meta.glob<Tree>('./ru/{ui,shell,jobs}.json', { eager: true, import: 'default' }));
const rest = import.meta.glob<Tree>(
  ['./ru/*.json', './en/*.json', '!./ru/ui.json', '!./ru/shell.json', '!./ru/jobs.json'],
  { import: 'default' },
);

/** Files asked for so far: another language needs them too. */
const asked = new Set(['ui', 'shell', 'jobs']);
const loaded = new Set<string>();

export const storedLanguage = (): Language => (localStorage.getItem(KEY) === 'en' ? 'en' : 'ru');

export async function startI18n() {
  await i18n.use(initReactI18next).init({
    lng: 'ru',
    fallbackLng: 'ru',
    defaultNS: 'app',
    ns: ['app'],
    resources: { ru: { app: core } },
    interpolation: { escapeValue: false },
    returnNull: false,
    // Texts that come late, such as those of rare refusals, appear where they are awaited.
    react: { bindI18nStore: 'added' },
  });
  if (storedLanguage() === 'en') await setLanguage('en');
}

async function load(language: Language, name: string) {
  const path = `./${language}/${name}.json`;
  const fetch = rest[path];
  if (!fetch || loaded.has(path)) return;
  const tree = await fetch();
  if (loaded.has(path)) return;
  loaded.add(path);
  i18n.addResourceBundle(language, 'app', tree, true, true);
}

/** Brings the texts of a feature; files that are there already cost nothing. */
export async function loadTexts(...names: string[]) {
  for (const name of names) asked.add(name);
  const languages: Language[] = i18n.language === 'en' ? ['ru', 'en'] : ['ru'];
  await Promise.all(languages.flatMap((language) => names.map((name) => load(language, name))));
}

export async function setLanguage(language: Language) {
  await Promise.all([...asked].map((name) => load(language, name)));
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  await i18n.changeLanguage(language);
}

export default i18n;
