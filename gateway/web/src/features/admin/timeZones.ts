/** Time zones for pickers: Russia's own first, from west to east, then the rest of the world. */

const RUSSIA = [
  'Europe/Kaliningrad',
  'Europe/Moscow',
  'Europe/Samara',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Novosibirsk',
  'Asia/Krasnoyarsk',
  'Asia/Irkutsk',
  'Asia/Yakutsk',
  'Asia/Vladivostok',
  'Asia/Magadan',
  'Asia/Kamchatka',
];

let all: string[] | undefined;

export function timeZones(): string[] {
  all ??= [...RUSSIA, ...Intl.supportedValuesOf('timeZone').filter((zone) => !RUSSIA.includes(zone))];
  return all;
}
