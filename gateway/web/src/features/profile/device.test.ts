import { expect, it } from 'vitest';
import { deviceOf } from './device';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

it('names the browser and the system', () => {
  expect(
    deviceOf(`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0 Safari/537.36`).label,
  ).toBe('Chrome, Windows');
  expect(
    deviceOf(`Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/140.0 YaBrowser/26.1 Safari/537.36`).label,
  ).toBe('Yandex Browser, Windows');
  expect(
    deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1'),
  ).toEqual({
    label: 'Safari, iPhone',
    mobile: true,
  });
});

it('names a program by itself', () => {
  expect(deviceOf('curl/8.5.0')).toEqual({ label: 'curl', mobile: false });
  expect(deviceOf('')).toEqual({ label: '', mobile: false });
});
