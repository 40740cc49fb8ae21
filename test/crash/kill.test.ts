import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { type Demo, startDemo } from '../../demo/server.ts';
import { buildIfNeeded } from '../../scripts/bundle.ts';
import { beSignedIn, type Killable, startKillable } from '../support/killable.ts';
import { killOften } from './kills.ts';

beforeAll(() => buildIfNeeded(), 120_000);

const LIMIT_MS = 120_000;
/** So long after a kill nothing that was sent before can be on its way any more (main/delivery/stragglers.ts). */
const LATER = 61_000;
const page = { search: '', after: null, limit: 200 };

/** One laptop and one instance; the laptop's process is killed and started over and over. */
async function withLaptop(
  run: (start: (later?: number) => Promise<Killable>, demo: Demo) => Promise<void>,
): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'outpost-kill-'));
  const demo = await startDemo({ tasks: 60 });
  const started: Killable[] = [];
  try {
    await run(async (later) => {
      const outpost = await startKillable(data, demo.url, later);
      started.push(outpost);
      return outpost;
    }, demo);
  } finally {
    await Promise.all(started.map((outpost) => outpost.kill()));
    await demo.close();
    rmSync(data, { recursive: true, force: true });
  }
}

async function aTask(outpost: Killable): Promise<string> {
  const { rows } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
  return rows[0]?.sys_id ?? '';
}

async function settled(outpost: Killable, demo: Demo): Promise<void> {
  const waiting = async () => {
    await beSignedIn(outpost, demo.url);
    return (await outpost.ask('outbox.get', null)).total;
  };
  await expect.poll(waiting, { timeout: 60_000 }).toBe(0);
}

test(
  'killed between "saved" and "sent": what was saved is sent after the restart, once and in order',
  { timeout: LIMIT_MS },
  () =>
    withLaptop(async (start, demo) => {
      let outpost = await start();
      const record = await aTask(outpost);
      await outpost.ask('connection.workOffline', { on: true });
      for (const note of ['one', 'two', 'three']) {
        await outpost.ask('action.trigger', {
          action: 'add-work-note',
          record,
          inputs: { note },
          revises: null,
          draft: null,
        });
      }
      await outpost.kill();
      outpost = await start();
      expect((await outpost.ask('outbox.get', null)).waiting.map(({ state }) => state)).toEqual([
        'queued',
        'queued',
        'queued',
      ]);
      await outpost.ask('connection.workOffline', { on: false });
      await settled(outpost, demo);
      expect(demo.ledger().map(({ fields }) => fields['work_notes'])).toEqual(['one', 'two', 'three']);
    }),
);

test(
  'killed while it is being sent: the answer is looked up, nothing is lost and nothing done twice',
  { timeout: LIMIT_MS },
  () =>
    withLaptop(async (start, demo) => {
      const told: string[] = [];
      for (let life = 0; life < 5; life += 1) {
        const outpost = await start();
        const record = await aTask(outpost);
        // The instance takes its time, so that kills fall before, while and after it does the work.
        demo.fault({ name: 'latency', ms: 40 });
        const pressed = [0, 1, 2].map(async (count) => {
          const note = `life ${life}, note ${count}`;
          await outpost.ask('action.trigger', {
            action: 'add-work-note',
            record,
            inputs: { note },
            revises: null,
            draft: null,
          });
          told.push(note);
        });
        const over = Promise.allSettled(pressed);
        await pause(30 + 45 * life);
        await outpost.kill();
        await over;
        demo.fault({ name: 'latency', times: 0 });
      }
      // Time has gone by for the instance as well.
      demo.fault({ name: 'clock-skew', ms: LATER });
      const last = await start(LATER);
      await settled(last, demo);
      const done = demo.ledger().map(({ fields }) => fields['work_notes']);
      expect(new Set(done).size).toBe(done.length);
      for (const note of told) expect(done).toContain(note);
    }),
);

test(
  'killed again and again at moments of chance: nothing is lost and nothing done twice',
  { timeout: LIMIT_MS },
  async () => {
    const lines: string[] = [];
    const count = await killOften({ kills: 20, seed: 7, later: LATER, tell: (line) => lines.push(line) });
    expect(count, lines.join('\n')).toEqual({ kills: 20, lost: 0, doubled: 0 });
  },
);
