import { createHash } from 'node:crypto';
import { changeWeather, getReady, killAtCommit, moves } from './moves.ts';
import { learn } from './pressing.ts';
import { rest } from './rest.ts';
import { away } from './script.ts';
import { scripts } from './scripts.ts';
import type { Template } from './template.ts';
import { type Claim, Violation } from './violation.ts';
import { drawWhims } from './whims.ts';
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
/** Moves that it may take until so much has been pressed. */
const MOST_TURNS = 600;

/** Lets one history happen and judges it. */
export async function history(seed: number, template: Template, folder: string): Promise<Told> {
  return told(seed, new World(seed, template, folder), live);
}

/** The same of a history without dice: what is written in a script happens, in a world without whims. */
export async function scripted(name: string, template: Template, folder: string): Promise<Told> {
  const script = scripts[name];
  if (!script) throw new Error(`there is no script ${name}`);
  const { conditions, happens } = typeof script === 'function' ? { conditions: {}, happens: script } : script;
  const usual = { skew: 0, keepsSysIds: true, batchInOrder: true, sharesFiles: false };
  return told(name, new World(0, template, folder, { ...usual, ...conditions }), async (world) => {
    await getReady(world);
    await happens(world);
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
  const whims = drawWhims(world);
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
    await whims(world);
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
