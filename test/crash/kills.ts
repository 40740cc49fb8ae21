import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Demo, startDemo } from '../../demo/server.ts';
import { Chance } from '../support/chance.ts';
import { type Killable, startKillable } from '../support/killable.ts';
import { missing, type Pressed, pressSomething, tooMany } from './presses.ts';

/** What came of all kills. */
export interface Count {
  kills: number;
  /** Effects that never came of presses whose person was told that they are saved or sent, and entries that are stuck. */
  lost: number;
  /** Effects that came more than once. */
  doubled: number;
}

/** After so many kills a laptop comes to rest and is counted, and a fresh one begins. */
const KILLS_A_LAPTOP = 25;
/** A process lives at most so long (milliseconds) once it answers; most of what it does takes less. */
const LONGEST_LIFE = 250;
const REST_MS = 120_000;

/** Kills Outpost as often as asked, at moments of chance, and compares what people were told with what the instance did. */
export async function killOften(kills: number, seed: number, tell: (line: string) => void): Promise<Count> {
  const count: Count = { kills: 0, lost: 0, doubled: 0 };
  for (let laptop = 0; count.kills < kills; laptop += 1) {
    const chance = new Chance(seed, laptop);
    const data = mkdtempSync(join(tmpdir(), 'outpost-kills-'));
    const demo = await startDemo({ tasks: 40, seed: 1 + laptop });
    try {
      const many = Math.min(KILLS_A_LAPTOP, kills - count.kills);
      const pressed = await liveAndDie(data, demo, chance, many);
      const stuck = await rest(data, demo);
      const lost = [...missing(demo.ledger(), pressed), ...stuck];
      const doubled = tooMany(demo.ledger(), pressed);
      count.kills += many;
      count.lost += lost.length;
      count.doubled += doubled.length;
      for (const line of lost) tell(`lost: ${line}`);
      for (const line of doubled) tell(`doubled: ${line}`);
      const told = pressed.filter(({ isTold }) => isTold).length;
      tell(
        `${count.kills} kills so far; on this laptop ${pressed.length} presses, ${told} of them answered in time`,
      );
    } finally {
      await demo.close();
      rmSync(data, { recursive: true, force: true });
    }
  }
  return count;
}

async function liveAndDie(data: string, demo: Demo, chance: Chance, lives: number): Promise<Pressed[]> {
  const all: Pressed[] = [];
  for (let life = 0; life < lives; life += 1) {
    // The instance takes its time, so that kills fall before, while and after it does the work.
    demo.fault({ name: 'latency', ms: chance.whole(0, 40) });
    const outpost = await startKillable(data, demo.url);
    const pressing = (async () => {
      await beSignedIn(outpost, demo);
      for (let press = chance.whole(1, 5); press > 0; press -= 1) await pressSomething(outpost, chance, all);
    })();
    await Promise.race([
      pause(chance.whole(0, LONGEST_LIFE)),
      pressing.then(() => pause(chance.whole(0, 60))),
    ]);
    await outpost.kill();
    await Promise.allSettled([pressing]);
  }
  demo.fault({ name: 'latency', times: 0 });
  return all;
}

/**
 * Starts once more and waits until everything has been sent. Answers, in words, what waits for a person instead: nothing that
 * was pressed is anything that the instance would refuse.
 */
async function rest(data: string, demo: Demo): Promise<string[]> {
  const outpost = await startKillable(data, demo.url);
  try {
    const end = Date.now() + REST_MS;
    for (;;) {
      await beSignedIn(outpost, demo);
      const { waiting, total } = await outpost.ask('outbox.get', null);
      const moving = waiting.some(({ state }) => !['refused', 'conflict', 'held'].includes(state));
      if (total === 0 || !moving || Date.now() > end) {
        return waiting.map(
          ({ seq, action, state, message }) => `entry ${seq}, ${action}: it is ${state}. ${message ?? ''}`,
        );
      }
      await pause(50);
    }
  } finally {
    await outpost.kill();
  }
}

/** A kill between a renewed token and its being kept costs a sign-in, as with any tokens that rotate. */
async function beSignedIn(outpost: Killable, demo: Demo): Promise<void> {
  if ((await outpost.ask('connection.get', null)).state !== 'sign-in-needed') return;
  const userName = 'dispatcher';
  const asked = { instance: demo.url, userName, password: userName, clientId: null, clientSecret: null };
  await outpost.ask('session.signIn', asked);
}
