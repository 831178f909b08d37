/** What a session's user agent says in two words: the browser and the system. */

const BROWSERS: readonly [RegExp, string][] = [
  [/YaBrowser\//, 'Yandex Browser'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

const find = (table: readonly [RegExp, string][], agent: string) =>
  table.find(([pattern]) => pattern.test(agent))?.[1] ?? '';

export interface Device {
  /** «Chrome, Windows»; the program's own name if it is no browser. */
  label: string;
  mobile: boolean;
}

export function deviceOf(agent: string): Device {
  const browser = find(BROWSERS, agent);
  const system = find(SYSTEMS, agent);
  const program = agent.split(/[\s/]/)[0] ?? '';
  const label = [browser, system].filter(Boolean).join(', ') || program;
  return { label, mobile: /iPhone|iPod|iPad|Android|Mobile/.test(agent) };
}
