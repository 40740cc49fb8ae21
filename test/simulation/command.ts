import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bug } from './bug.ts';
import type { Told } from './history.ts';
import { simulate } from './simulate.ts';
import { about } from './tell.ts';

/** Violations told with their trace; of further ones only the sentence. */
const TOLD_WHOLE = 3;

/** Names of the planted bugs. */
export function bugNames(): string[] {
  const files = readdirSync(join(import.meta.dirname, 'bugs'));
  return files.map((file) => file.replace(/\.ts$/, '')).sort();
}

/** A planted bug by its name. */
export async function bugNamed(name: string): Promise<Bug> {
  const { bug } = (await import(`./bugs/${name}.ts`)) as { bug: Bug };
  return bug;
}

/** `npm run simulate`; answers the exit code. */
export async function command(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      histories: { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
      bug: { type: 'string' },
      trace: { type: 'boolean', default: false },
    },
  });
  const names = bugNames();
  if (values.bug === 'list') {
    for (const name of names) console.log(`${name.padEnd(32)} ${(await bugNamed(name)).what}`);
    return 0;
  }
  const histories = Number(values.histories);
  const first = Number(values.seed);
  if (!Number.isSafeInteger(histories) || histories < 1 || !Number.isSafeInteger(first)) {
    console.error('--histories and --seed are whole numbers');
    return 2;
  }
  if (values.bug !== undefined && !names.includes(values.bug)) {
    console.error(`There is no bug ${values.bug}; --bug list lists them`);
    return 2;
  }
  const bug = values.bug === undefined ? null : await bugNamed(values.bug);
  const again = (seed: number) =>
    `npm run simulate -- --histories 1 --seed ${seed}${values.bug === undefined ? '' : ` --bug ${values.bug}`} --trace`;
  const begun = performance.now();
  let done = 0;
  let violations = 0;
  const sums = { presses: 0, requests: 0, starts: 0, events: 0 };
  await simulate({
    seeds: Array.from({ length: histories }, (_, index) => first + index),
    edits: bug?.edits ?? [],
    workers: Math.min(histories, availableParallelism()),
    tell: (told) => {
      done += 1;
      for (const name of ['presses', 'requests', 'starts', 'events'] as const)
        sums[name] += told.counts[name];
      if (values.trace) console.log(told.trace.join('\n'));
      if (told.violation !== null) {
        violations += 1;
        report(told, again(told.seed), violations <= TOLD_WHOLE && !values.trace);
      }
      if (done % 1000 === 0) console.log(`${done} histories so far, ${violations} violations`);
      // What a bug is planted for is to be seen once.
      return bug && violations > 0 ? 'enough' : undefined;
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

function report({ seed, violation, trace, hash }: Told, again: string, whole: boolean): void {
  console.log(`\nSeed ${seed}: ${violation ?? ''}`);
  if (whole) for (const line of about(violation ?? '', trace)) console.log(`  ${line}`);
  console.log(`  (trace ${hash}) again: ${again}\n`);
}
