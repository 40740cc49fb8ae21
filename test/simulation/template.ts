import {
  closeSync,
  constants,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Token } from '../../demo/auth/tokens.ts';
import { schema } from '../../demo/service/schema/schema.ts';
import { seedStore } from '../../demo/service/seed/seed.ts';
import { noDisk } from '../../demo/store/disk.ts';
import { Store } from '../../demo/store/store.ts';
import { Chance } from '../support/chance.ts';
import { Clock } from './clock.ts';
import { simulatedDefinition } from './definition.ts';
import { makeInstance, ORIGIN, type Rows, rowsOf } from './instance.ts';
import { KeptConnection } from './kept.ts';
import { Laptop } from './laptop.ts';
import { Network } from './network.ts';

/** What every history begins with: a laptop on which both users have signed in and downloaded everything. */
export interface Template {
  /** The laptop's files by their paths. */
  files: ReadonlyMap<string, Buffer>;
  rows: Rows;
  tokens: readonly Token[];
  secrets: ReadonlyMap<string, string>;
  now: number;
}

/** Those who work on the laptop, one after the other; the first one is signed in. */
export const users = ['dispatcher', 'supervisor'] as const;
export type UserName = (typeof users)[number];

/** Long ago: the files on the real disk are then newer than anything in here, so that none is taken for left behind. */
const BEGIN = Date.parse('2020-03-02T08:00:00Z');
const TASKS = 8;
const DOWNLOAD_MS = 30_000;

/** Makes the template in a folder by letting it happen: two people sign in and wait for the first download. */
export async function makeTemplate(folder: string): Promise<Template> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const seeded = new Store(schema, noDisk);
  seedStore(seeded, 1, TASKS, BEGIN);
  const rows = rowsOf(seeded);
  const clock = new Clock(BEGIN);
  const chance = new Chance(0, 9);
  const instance = makeInstance({
    definition: simulatedDefinition(false),
    rows,
    now: () => clock.now,
    newId: chance.hex,
    keepsSysIds: true,
    batchInOrder: true,
    more: [],
    hidden: new Set(),
  });
  const note = () => undefined;
  const witness = { sends: () => '', hears: note, note };
  const network = new Network(clock, chance, instance, witness);
  const secrets = new Map<string, string>();
  const mistake = (message: string) => {
    throw new Error(message);
  };
  const laptop = new Laptop({ folder, clock, network, chance, secrets, sharesFiles: false, note, mistake });
  const until = async (holds: () => boolean) => {
    while (!holds()) await clock.step();
  };
  await laptop.start();
  for (const userName of [...users].reverse()) {
    const signedIn: { answer: string | null } = { answer: null };
    const asked = { instance: ORIGIN, userName, password: userName, clientId: null, clientSecret: null };
    void laptop.ask('session.signIn', asked).then((answer) => {
      signedIn.answer = answer?.ok === true ? 'yes' : JSON.stringify(answer);
    });
    await until(() => signedIn.answer !== null);
    if (signedIn.answer !== 'yes') throw new Error(`The template cannot be made: ${String(signedIn.answer)}`);
    const end = clock.now + DOWNLOAD_MS;
    await until(() => clock.now + clock.left > end);
  }
  await laptop.close(until);
  const files = new Map(filesIn(folder).map((name) => [name, readFileSync(join(folder, name))] as const));
  return { files, rows, tokens: instance.tokens.all(), secrets, now: clock.now };
}

/** Makes a folder equal to the template's laptop. Files stay the same ones, as far as connections to them are kept. */
export function copyTemplate({ files }: Template, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of filesIn(to)) if (!files.has(name)) rmSync(join(to, name));
  for (const [name, content] of files) {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    overwrite(join(to, name), content);
  }
  KeptConnection.refresh(to);
}

/** In its place: to take a file's pages away and get others costs more than to write them. */
function overwrite(file: string, content: Buffer): void {
  const opened = openSync(file, constants.O_CREAT | constants.O_RDWR);
  writeSync(opened, content, 0, content.length, 0);
  ftruncateSync(opened, content.length);
  closeSync(opened);
}

/** Paths of all files below a folder, from there. */
function filesIn(folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
