import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropLock, takeLock } from '../../main/host/lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outpost-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a free folder is taken, and free again when it is let go', async () => {
  expect(await takeLock(folder)).toBeNull();
  expect(JSON.parse(readFileSync(join(folder, 'outpost.lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  dropLock(folder);
  expect(() => readFileSync(join(folder, 'outpost.lock'))).toThrow();
});

test('a folder that a living process holds is not taken, and its number is told', async () => {
  const other = await holder();
  expect(await takeLock(folder)).toBe(other.pid);
  dropLock(folder);
  expect(readFileSync(join(folder, 'outpost.lock'), 'utf8')).toContain(String(other.pid));
  other.kill('SIGKILL');
});

test('a folder is taken from a process that was killed, as soon as it is gone', async () => {
  const other = await holder();
  const taken = takeLock(folder);
  other.kill('SIGKILL');
  expect(await taken).toBeNull();
});

test('a folder is taken over from the process that hands it over', async () => {
  const other = await holder();
  expect(await takeLock(folder, other.pid)).toBeNull();
  other.kill('SIGKILL');
});

test.runIf(process.platform === 'linux')(
  'a later process with the same number does not hold it',
  async () => {
    writeFileSync(
      join(folder, 'outpost.lock'),
      JSON.stringify({ pid: process.ppid, since: 'an earlier boot 1' }),
    );
    expect(await takeLock(folder)).toBeNull();
  },
);

test('a lock that was cut short by a power failure holds nothing', async () => {
  writeFileSync(join(folder, 'outpost.lock'), '{"pi');
  expect(await takeLock(folder)).toBeNull();
});

async function holder() {
  const module = join(import.meta.dirname, '../../main/host/lock.ts');
  const program = `import { takeLock } from ${JSON.stringify(module)}; console.log(await takeLock(${JSON.stringify(folder)})); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program]);
  await once(child.stdout, 'data');
  return child;
}
