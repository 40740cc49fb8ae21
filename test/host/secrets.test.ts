import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileSecrets, openSeal, type Seal } from '../../main/host/secrets.ts';

/** Stands for the system's key store: what one key sealed, another does not open. */
const keyed = (key: string): Seal => ({
  kind: 'system',
  close: (secret) => Promise.resolve(Buffer.from(`${key}:${secret}`).toString('base64')),
  open: (sealed) => {
    const [by, secret] = Buffer.from(sealed, 'base64').toString().split(':');
    return by === key && secret !== undefined
      ? Promise.resolve(secret)
      : Promise.reject(new Error('wrong key'));
  },
});
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outpost-secrets-'));
  file = join(folder, 'secrets.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a secret is read again after a restart, and gone when it is removed', async () => {
  await fileSecrets(file, openSeal, log).write('token', 'line one\nline two');
  const again = fileSecrets(file, openSeal, log);
  expect(again.kind).toBe('file');
  expect(await again.read('token')).toBe('line one\nline two');
  await again.write('token', null);
  expect(await again.read('token')).toBeNull();
});

test('secrets written at the same time are all kept', async () => {
  const secrets = fileSecrets(file, keyed('a'), log);
  await Promise.all(['one', 'two', 'three'].map((name) => secrets.write(name, name)));
  expect(await Promise.all(['one', 'two', 'three'].map((name) => secrets.read(name)))).toEqual([
    'one',
    'two',
    'three',
  ]);
});

test.skipIf(process.platform === 'win32')('only its owner can read the file', async () => {
  await fileSecrets(file, openSeal, log).write('token', 'x');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('what the key store sealed is not in the file, and absent without that key store', async () => {
  await fileSecrets(file, keyed('a'), log).write('token', 'very secret');
  expect(readFileSync(file, 'utf8')).not.toContain('very secret');
  expect(await fileSecrets(file, keyed('a'), log).read('token')).toBe('very secret');
  expect(await fileSecrets(file, keyed('b'), log).read('token')).toBeNull();
  expect(await fileSecrets(file, openSeal, log).read('token')).toBeNull();
});

test('what was kept before there was a key store is still read', async () => {
  await fileSecrets(file, openSeal, log).write('token', 'old');
  expect(await fileSecrets(file, keyed('a'), log).read('token')).toBe('old');
});

test('a broken file holds no secrets', async () => {
  writeFileSync(file, '{"tok');
  expect(await fileSecrets(file, openSeal, log).read('token')).toBeNull();
});
