import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import { Register } from '../../main/account/register.ts';

const ACME = 'https://acme.service-now.com';

const test = base.extend<{ folder: string }>({
  folder: async ({ task }, use) => {
    const folder = mkdtempSync(join(tmpdir(), `outpost-${task.id}-`));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});

test('a user is one account in whatever letters the name is typed, and another one on another instance', ({
  folder,
}) => {
  const register = new Register(folder);
  const { id } = register.identify(ACME, 'Dispatcher');
  expect(register.identify(ACME, 'dispatcher').id).toBe(id);
  expect(register.identify(ACME, 'DISPATCHER').id).toBe(id);
  expect(register.identify('https://other.service-now.com', 'dispatcher').id).not.toBe(id);
  expect(register.identify(ACME, 'supervisor').id).not.toBe(id);
  // Two ways to write the same letter.
  expect(register.identify(ACME, 'Ren\u00e9').id).toBe(register.identify(ACME, 'rene\u0301').id);
});

test('an account that is there already keeps its folder, also one whose id tells the letters apart', ({
  folder,
}) => {
  const old = { id: '0123456789abcdef', instance: ACME, userName: 'Dispatcher' };
  writeFileSync(join(folder, 'accounts.json'), JSON.stringify({ current: null, accounts: [old] }));
  const register = new Register(folder);
  expect(register.identify(ACME, 'dispatcher').id).toBe(old.id);
  register.enter(register.identify(ACME, 'dispatcher'));
  expect(new Register(folder).current).toEqual({ ...old, userName: 'dispatcher' });
  expect(register.databaseOf(old)).toBe(join(folder, 'accounts', old.id, 'outpost.db'));
});

test('of two that differ in letters only, each is found by its own', ({ folder }) => {
  const [upper, lower] = ['Dispatcher', 'dispatcher'].map((userName) => ({
    id: `of-${userName}`,
    instance: ACME,
    userName,
  }));
  writeFileSync(join(folder, 'accounts.json'), JSON.stringify({ current: null, accounts: [upper, lower] }));
  const register = new Register(folder);
  expect(register.identify(ACME, 'Dispatcher').id).toBe('of-Dispatcher');
  expect(register.identify(ACME, 'dispatcher').id).toBe('of-dispatcher');
});
