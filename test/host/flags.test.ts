import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { originOf, readOptions } from '../../main/host/options.ts';
import { readFlags } from '../../main/host/start/flags.ts';

test('without flags Outpost chooses', () => {
  expect(readFlags([])).toMatchObject({ host: null, instance: null, tasks: null, seed: null, open: true });
});

test('every flag is read', () => {
  const flags = ['--host', 'web', '--data', 'here', '--tasks', '5', '--seed', '7', '--no-open'];
  expect(readFlags(flags)).toMatchObject({
    host: 'web',
    data: resolve('here'),
    tasks: '5',
    seed: '7',
    open: false,
  });
  expect(readFlags(['--instance', 'acme.service-now.com']).instance).toBe('https://acme.service-now.com');
});

test('a definition is a path on the instance, or a file that is there', () => {
  expect(readFlags([]).definition).toBeNull();
  expect(readFlags(['--definition', '/api/acme/app']).definition).toBe('/api/acme/app');
  expect(readFlags(['--definition', 'package.json']).definition).toBe(resolve('package.json'));
  expect(() => readFlags(['--definition', 'nowhere.json'])).toThrow(/there is no .*nowhere\.json/);
  expect(readOptions(['--definition', 'own.json'], {}).definition).toBe(resolve('own.json'));
  expect(readOptions([], { OUTPOST_DEFINITION: '/api/acme/app' }).definition).toBe('/api/acme/app');
});

test.for([
  ['--hots', 'web'],
  ['--host', 'phone'],
  ['--instance', 'ftp://acme'],
  ['--tasks', 'many'],
  ['--seed', '-1'],
  ['extra', ''],
])('nonsense is refused: %s %s', (args) => {
  expect(() => readFlags(args)).toThrow();
});

test.for([
  ['acme.service-now.com/nav_to.do?uri=x', 'https://acme.service-now.com'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['file:///etc/passwd', null],
  ['https://', null],
  ['', null],
] as const)('the origin of "%s"', ([address, origin]) => {
  expect(originOf(address)).toBe(origin);
});

test('a host reads its environment and forgets the password there', () => {
  const environment = {
    OUTPOST_DATA: '/data',
    OUTPOST_INSTANCE: 'https://acme.example',
    OUTPOST_USER: 'ann',
    OUTPOST_PASSWORD: 'secret',
  };
  expect(readOptions([], environment)).toEqual({
    data: resolve('/data'),
    definition: null,
    instance: 'https://acme.example',
    signIn: { instance: 'https://acme.example', userName: 'ann', password: 'secret' },
  });
  expect(environment).not.toHaveProperty('OUTPOST_PASSWORD');
});

test("the installed app's own flags count among Chromium's", () => {
  const args = ['--no-sandbox', '--instance', 'acme.example', '--remote-debugging-port=0', '--data=/d', '.'];
  expect(readOptions(args, { OUTPOST_DATA: '/other' })).toEqual({
    data: resolve('/d'),
    definition: null,
    instance: 'https://acme.example',
    signIn: null,
  });
});
