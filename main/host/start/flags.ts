import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataFolder } from '../data-folder.ts';
import { definitionOf, originOf } from '../options.ts';

/** What `npm start` was told. */
export interface Flags {
  /** Null lets Outpost choose. */
  host: 'electron' | 'web' | null;
  /** Origin; null starts the embedded demo. */
  instance: string | null;
  data: string;
  /** Where the definition comes from: a path on the instance or a file; null for the instance's usual place. */
  definition: string | null;
  /** For the demo's seed, as typed; null leaves them to the demo. */
  tasks: string | null;
  seed: string | null;
  open: boolean;
  help: boolean;
}

export const usage = `Usage: npm start [-- FLAGS]

  --host electron|web   where to open Outpost; without it Electron, or the browser where Electron cannot be had
  --instance URL        work on this ServiceNow instance; without it on the demo that comes with Outpost
  --data DIR            where to keep the data (${defaultDataFolder()})
  --definition FILE     take the definition from a file, or with /api/… from another place on the instance
  --tasks N             how many work-order tasks the demo is seeded with
  --seed N              which ones: the same number gives the same demo
  --no-open             web host: do not open a browser window
  --help                show this`;

/** Reads the flags; throws a sentence for a person when one is unknown or makes no sense. */
export function readFlags(args: string[]): Flags {
  const { values } = parseArgs({
    args,
    options: {
      host: { type: 'string' },
      instance: { type: 'string' },
      data: { type: 'string' },
      definition: { type: 'string' },
      tasks: { type: 'string' },
      seed: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    host: readHost(values.host),
    instance: readInstance(values.instance),
    data: resolve(values.data ?? defaultDataFolder()),
    definition: readDefinition(values.definition),
    tasks: readCount('--tasks', values.tasks),
    seed: readCount('--seed', values.seed),
    open: !values['no-open'],
    help: values.help,
  };
}

function readHost(value: string | undefined): Flags['host'] {
  if (value === undefined || value === 'electron' || value === 'web') return value ?? null;
  throw new Error(`--host is electron or web, not "${value}".`);
}

function readInstance(value: string | undefined): string | null {
  if (value === undefined) return null;
  const origin = originOf(value);
  if (origin === null)
    throw new Error(`--instance is an address such as https://acme.service-now.com, not "${value}".`);
  return origin;
}

function readDefinition(value: string | undefined): string | null {
  const definition = definitionOf(value ?? null);
  if (definition === null || definition.startsWith('/api/') || existsSync(definition)) return definition;
  throw new Error(
    `--definition is a file, or a path on the instance that begins with /api/; there is no ${definition}.`,
  );
}

function readCount(flag: string, value: string | undefined): string | null {
  if (value === undefined || /^\d+$/u.test(value)) return value ?? null;
  throw new Error(`${flag} is a whole number, not "${value}".`);
}
