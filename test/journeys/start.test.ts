import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { killAll, start, type Spoken } from '../support/process.ts';

const program = join(import.meta.dirname, '../../main/host/start.ts');
const ready = /^Outpost ready: (.+)$/mu;
let data: string;
let opened: Spoken[];

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'outpost-start-'));
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map(killAll));
  await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

describe.skipIf(inject('electron').packaged || process.platform !== 'linux')('npm start', () => {
  test('says where it is ready, and ends all its processes when it is asked to end', async () => {
    const app = npmStart();
    expect(await app.line(ready)).toMatch(
      inject('host') === 'web' ? /^http:\/\/127\.0\.0\.1:\d+\/\?token=/u : /^electron$/u,
    );
    app.child.kill('SIGINT');
    expect(await app.ended).toBe(0);
    expect(await processesOn(data)).toEqual([]);
  });

  test('a second start on the same data says so, and harms nothing', async () => {
    const first = npmStart();
    await first.line(ready);
    const second = npmStart();
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain('Outpost already runs');
    expect(first.child.exitCode).toBeNull();
  });

  test('no process outlives a starter that is killed, and the next start works', async () => {
    const first = npmStart();
    const demo = await first.line(/^Demo instance: (.+)$/mu);
    await first.line(ready);
    first.child.kill('SIGKILL');
    const second = npmStart();
    await second.line(ready);
    expect(await second.line(/^Demo instance: (.+)$/mu)).toBe(demo);
    second.child.kill('SIGKILL');
    await second.ended;
    await expect.poll(() => processesOn(data), { timeout: 15_000 }).toEqual([]);
  });

  test('a password is in no command line', async () => {
    const app = npmStart();
    await app.line(ready);
    expect((await processesOn(data)).length).toBeGreaterThan(2);
    expect((await processesOn(data)).join('\n')).not.toContain('dispatcher');
  });

  test('an unknown flag is told, with those that there are', async () => {
    const app = npmStart('--hots', 'web');
    expect(await app.ended).toBe(2);
    expect(app.said()).toContain('--host electron|web');
  });
});

function npmStart(...flags: string[]): Spoken {
  const usual = ['--host', inject('host'), '--no-open', '--data', data, '--tasks', '20'];
  const app = start(process.execPath, [program, ...usual, ...flags]);
  opened.push(app);
  return app;
}

/** Command lines of the living processes that were started for a data folder: it is in their arguments or environment. */
async function processesOn(folder: string): Promise<string[]> {
  await sleep(100);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map((pid) => ({ command: read(`/proc/${pid}/cmdline`), environment: read(`/proc/${pid}/environ`) }))
    .filter(({ command, environment }) => command.includes(folder) || environment.includes(folder))
    .map(({ command }) => command.replaceAll('\0', ' '));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
