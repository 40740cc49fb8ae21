import { createHash } from 'node:crypto';
import { judgeCopies } from './judge/copies.ts';
import { judgeChanges, judgeEffects } from './judge/effects.ts';
import { judgeJournal } from './judge/journal.ts';
import { judgeOrder } from './judge/order.ts';
import { judgeViews } from './judge/views.ts';
import { entriesIn, hasMoving } from './look.ts';
import {
  changeAccess,
  changeWeather,
  getReady,
  killAtCommit,
  lookAtConnection,
  moves,
  signIn,
} from './moves.ts';
import { learn } from './pressing.ts';
import { away } from './script.ts';
import { scripts } from './scripts.ts';
import type { Template, UserName } from './template.ts';
import { users } from './template.ts';
import { type Claim, Violation } from './violation.ts';
import { World } from './world.ts';

/** What became of one history. */
export interface Told {
  /** Or the name of the script. */
  seed: number | string;
  /** What did not hold; null when everything did. */
  violation: string | null;
  /** Which claim that is; null when everything held, or the simulation itself failed. */
  claim: Claim | null;
  trace: string[];
  /** Of the trace: equal for equal seeds. */
  hash: string;
  /** How much there was in it. */
  counts: { presses: number; requests: number; starts: number; events: number };
}

const PRESSES = 30;
/** In so many histories nobody opens the laptop for weeks, once; not so long that what was discarded is let go. */
const LEFT_FOR_WEEKS = 0.05;
/** In so many histories access rules come and go, and so often after a move. */
const HIDES = 0.15;
const HIDES_NOW = 0.3;
/** Moves that it may take until so much has been pressed. */
const MOST_TURNS = 600;
/** So long after the last trouble everything has come to rest. */
const REST_MS = 45 * 60_000;

/** Lets one history happen and judges it. */
export async function history(seed: number, template: Template, folder: string): Promise<Told> {
  return told(seed, new World(seed, template, folder), live);
}

/** The same of a history without dice: what is written in a script happens, in a world without whims. */
export async function scripted(name: string, template: Template, folder: string): Promise<Told> {
  const conditions = { skew: 0, keepsSysIds: true, batchInOrder: true, sharesFiles: false };
  return told(name, new World(0, template, folder, conditions), async (world) => {
    await getReady(world);
    await scripts[name]?.(world);
  });
}

async function told(
  seed: Told['seed'],
  world: World,
  happens: (world: World) => Promise<void>,
): Promise<Told> {
  let violation: Violation | null = null;
  try {
    await happens(world);
    await rest(world);
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    violation = error;
  } finally {
    world.laptop.life?.kill();
    world.twin?.life?.kill();
  }
  const { trace } = world;
  return {
    seed,
    violation: violation?.message ?? null,
    claim: violation?.claim ?? null,
    trace,
    hash: createHash('sha256').update(trace.join('\n')).digest('hex').slice(0, 16),
    counts: {
      presses: world.presses.filter(({ seq }) => seq !== null).length,
      requests: world.network.count,
      starts: world.laptop.starts + (world.twin?.starts ?? 0),
      events: trace.length,
    },
  };
}

async function live(world: World): Promise<void> {
  const { chance, rare } = world;
  let done = 0;
  // Whatever else happens, once it dies in the middle of something.
  let dies = chance.whole(2, PRESSES - 2);
  let leaves = !world.twin && rare.is(LEFT_FOR_WEEKS) ? rare.whole(5, PRESSES - 5) : Infinity;
  const hides = rare.is(HIDES);
  for (let turn = 0; done < PRESSES; turn += 1) {
    if (turn > MOST_TURNS) throw new Violation('rest', 'nothing can be pressed any more');
    await getReady(world);
    if (world.laptop.life && world.user !== null && !world.signInNeeded) await chance.weighed(moves)(world);
    else if (chance.is(0.3)) changeWeather(world, 'fair');
    await world.pass(
      chance.whole(
        0,
        chance.weighed([
          [63, 300],
          [30, 3000],
          [7, 40_000],
        ]),
      ),
    );
    if (hides && rare.is(HIDES_NOW)) changeAccess(world);
    if (world.laptop.life) learn(world);
    done = world.presses.filter(({ seq }) => seq !== null).length;
    if (done >= dies) {
      dies = Infinity;
      killAtCommit(world);
    }
    if (done >= leaves) {
      leaves = Infinity;
      await away(world, rare.whole(10, 28));
    }
  }
}

/** The trouble is over: everything has to come to rest, for each user, and then everything must be right. */
async function rest(world: World): Promise<void> {
  changeWeather(world, 'fair');
  world.note('the trouble is over');
  if (world.twin) {
    world.twin.kill();
    world.laptop.kill();
  }
  await getReady(world);
  const first = world.user ?? users[0];
  for (const user of [first, ...users.filter((other) => other !== first)]) {
    if (!world.presses.some((press) => press.user === user)) continue;
    await comeToRest(world, user);
    await judgeAtRest(world, user);
  }
}

async function comeToRest(world: World, user: UserName): Promise<void> {
  const { laptop, clock } = world;
  const end = clock.now + REST_MS;
  let begun: string | null = null;
  while (clock.now < end) {
    // What was asked of a process that is no more, it may not have done.
    if (!laptop.life) begun = null;
    await getReady(world);
    if (!laptop.life) continue;
    if (world.user !== user) {
      await signIn(world, user);
      continue;
    }
    if (world.worksOffline) {
      await laptop.ask('connection.workOffline', { on: false });
      await lookAtConnection(world);
    }
    await world.pass(3000);
    const { database } = world;
    if (!database || laptop.life.asking > 0 || hasMoving(database)) continue;
    // A pull that began after the last entry was settled has to be through as well; people need not wait for its turn.
    if (begun === null) {
      begun = new Date(clock.now + laptop.ahead).toISOString();
      if (world.hasHidden) await laptop.ask('connection.sync', null);
      else laptop.signal('resume');
      continue;
    }
    const answer = await laptop.ask('connection.get', null);
    if (answer?.ok !== true || answer.value.state !== 'online') continue;
    if ((answer.value.lastSync ?? '') > begun) return;
  }
  throw new Violation('rest', `${user}'s Outbox does not come to rest`);
}

async function judgeAtRest(world: World, user: UserName): Promise<void> {
  const { database, instance, presses } = world;
  if (!database) throw new Violation('rest', 'Outpost does not run');
  learn(world);
  judgeViews(database);
  const entries = entriesIn(database);
  for (const entry of entries) world.wire.judgeRefusal(entry);
  const names = world.wire.renamed(instance.ledger.all());
  const own = presses
    .filter((press) => press.user === user)
    .map((press) => ({ ...press, record: names.get(press.record ?? '') ?? press.record }));
  const unsettled = new Set(entries.filter(({ state }) => state !== 'sent').map(({ seq }) => seq));
  const ledger = instance.ledger.all();
  judgeChanges(database, own);
  judgeEffects(database, ledger, own, {
    isThere: (table, sysId) => instance.store.get(table, sysId) !== undefined && !world.hidden.has(sysId),
    isChangedBetween: (sysId, from, to) =>
      world.edits.some((edit) => edit.sysId === sysId && edit.after >= from && edit.after < to) ||
      ledger.some(
        (effect) => effect.sys_id === sysId && effect.user !== user && effect.seq > from && effect.seq < to,
      ),
  });
  judgeOrder(ledger, own, new Set(own.filter(({ seq }) => seq !== null && unsettled.has(seq))));
  judgeCopies(database, instance, user);
  judgeJournal(database);
  const checked = await world.laptop.ask('journal.check', null);
  if (checked?.ok === true && checked.value.broken !== null)
    throw new Violation('journal', `the journal is broken at line ${checked.value.broken}`);
}
