import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Bug, bugNamed, bugNames } from './bug.ts';
import type { Told } from './history.ts';
import { hunt } from './hunt.ts';
import { simulate } from './simulate.ts';
import { about } from './tell.ts';
import { claims } from './violation.ts';

/** Violations told with their trace; of further ones only the sentence. */
const TOLD_WHOLE = 3;
/** After so many violations there is nothing more to be learnt. */
const ENOUGH = 50;
/** A planted bug is to be caught within so many histories. */
const TO_CATCH = 2000;
const MOST_SEED = 2 ** 31;

/** What was asked for. */
interface Asked {
  histories: number;
  seed: number;
  workers: number;
  trace: boolean;
}

/** `npm run simulate`; answers the exit code. Its last line is one that CI counts by. */
export async function command(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      histories: { type: 'string' },
      seed: { type: 'string' },
      bug: { type: 'string' },
      bugs: { type: 'boolean', default: false },
      workers: { type: 'string', default: String(availableParallelism()) },
      trace: { type: 'boolean', default: false },
    },
  });
  const hunts = values.bugs || values.bug !== undefined;
  const asked: Asked = {
    histories: Number(values.histories ?? (hunts ? TO_CATCH : 5000)),
    seed: values.seed === 'random' ? Math.floor(Math.random() * MOST_SEED) : Number(values.seed ?? 1),
    workers: Number(values.workers),
    trace: values.trace,
  };
  const numbers = [asked.histories, asked.seed, asked.workers];
  if (!numbers.every((number) => Number.isSafeInteger(number) && number > 0)) {
    console.error('--histories, --seed and --workers are whole numbers from 1 on; --seed may be random');
    return 2;
  }
  const names = bugNames();
  if (values.bug === 'list') {
    for (const name of names) console.log(`${name.padEnd(32)} ${(await bugNamed(name)).what}`);
    return 0;
  }
  if (values.bug !== undefined && !names.includes(values.bug)) {
    console.error(`There is no bug ${values.bug}; --bug list lists them`);
    return 2;
  }
  if (values.bug !== undefined) return (await huntFor(values.bug, asked)) ? 0 : 1;
  return values.bugs ? await huntAll(names, asked) : await sweep(asked);
}

/** Lets histories happen, in which everything has to hold. */
async function sweep({ histories, seed, workers, trace }: Asked): Promise<number> {
  const begun = performance.now();
  let done = 0;
  let violations = 0;
  const sums = { presses: 0, requests: 0, starts: 0 };
  console.log(`${histories} histories from seed ${seed} on`);
  await simulate({
    seeds: seedsFrom(seed, histories),
    edits: [],
    workers: Math.min(histories, workers),
    tell: (told) => {
      done += 1;
      for (const name of ['presses', 'requests', 'starts'] as const) sums[name] += told.counts[name];
      if (trace) console.log(told.trace.join('\n'));
      if (told.violation !== null) {
        violations += 1;
        report(told, null, violations <= TOLD_WHOLE && !trace);
      }
      if (done % 1000 === 0) console.log(`${done} histories so far, ${violations} violations`);
      return violations < ENOUGH ? undefined : 'enough';
    },
  });
  const mean = (sum: number) => (sum / done).toFixed(0);
  console.log(
    `Each of ${mean(sums.presses)} actions, ${mean(sums.requests)} requests and ${mean(sums.starts)} starts of Outpost; ` +
      `${((performance.now() - begun) / 1000).toFixed(0)} s`,
  );
  console.log(`${done} histories, ${violations} violations`);
  return violations > 0 ? 1 : 0;
}

/** Plants every bug, one after the other; each has to be caught. */
async function huntAll(names: readonly string[], asked: Asked): Promise<number> {
  let caught = 0;
  for (const name of names) if (await huntFor(name, { ...asked, trace: false })) caught += 1;
  console.log(`${caught} passed, ${names.length - caught} failed`);
  return caught === names.length ? 0 : 1;
}

/** Plants a bug; answers whether it is caught, as what it is. */
async function huntFor(name: string, { histories, seed, workers, trace }: Asked): Promise<boolean> {
  const bug = await bugNamed(name);
  const found = await hunt(bug, seedsFrom(seed, histories), Math.min(histories, workers));
  const { caught, others } = found;
  const after = `after ${found.histories} of ${histories} histories`;
  console.log(`${name.padEnd(32)} ${caught ? 'caught' : 'NOT CAUGHT'} ${after}`);
  const told = caught ?? others[0];
  if (!told) return false;
  if (trace) console.log(told.trace.join('\n'));
  report(told, { name, bug }, !trace && !caught);
  return caught !== null;
}

function seedsFrom(first: number, count: number): Iterable<number> {
  return Array.from({ length: count }, (_, index) => first + index);
}

function report(
  { seed, violation, claim, trace, hash }: Told,
  planted: { name: string; bug: Bug } | null,
  whole: boolean,
): void {
  const again = `npm run simulate -- --histories 1 --seed ${seed}${planted ? ` --bug ${planted.name}` : ''} --trace`;
  const unexpected =
    planted && !(claim && planted.bug.breaks.includes(claim)) ? ', which is not what it breaks' : '';
  console.log(`\nSeed ${seed} (${claim ?? 'no claim'}${unexpected}): ${violation ?? ''}`);
  if (claim) console.log(`  ${claims[claim]}.`);
  if (whole) for (const line of about(violation ?? '', trace)) console.log(`  ${line}`);
  console.log(`  (trace ${hash}) again: ${again}\n`);
}
