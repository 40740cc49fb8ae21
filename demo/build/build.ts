import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { byTable } from '../access/access.ts';
import { routes } from '../api/routes.ts';
import { assumed, type Assumptions } from '../assumptions.ts';
import { Codes } from '../auth/codes.ts';
import { CookieSessions } from '../auth/cookies.ts';
import { Tokens } from '../auth/tokens.ts';
import { Faults } from '../faults/faults.ts';
import { Files } from '../files/files.ts';
import { Rates } from '../http/rates.ts';
import { Replies } from '../http/replies.ts';
import type { Instance } from '../instance.ts';
import { Ledger } from '../ledger/ledger.ts';
import { usualLimits, type Limits } from '../limits.ts';
import type { Menu } from '../page/layout.ts';
import { Found } from '../query/found.ts';
import { Records } from '../records/records.ts';
import { menu } from '../service/menu.ts';
import { flows } from '../service/rules/flows.ts';
import { policies } from '../service/rules/policies.ts';
import { rights } from '../service/rules/rights.ts';
import { rules } from '../service/rules/rules.ts';
import { schema } from '../service/schema/schema.ts';
import { scriptedRoutes } from '../service/scripted/routes.ts';
import { seedStore } from '../service/seed/seed.ts';
import { noDisk, openDisk, type Disk } from '../store/disk.ts';
import { Store } from '../store/store.ts';
import { addedRules, type Added } from './added-rules.ts';
import { restore } from './restore.ts';

/** How an instance is to be. */
export interface InstanceOptions {
  /** How many work order tasks it starts with. */
  tasks?: number;
  seed?: number;
  /** Folder to keep everything in across restarts; left out, it lives in memory. */
  data?: string;
  /** The instance's clock. */
  now?: () => number;
  /** Makes a sys_id. */
  newId?: () => string;
  /** Folder with rules to run besides the demo's own. */
  rules?: string;
  assume?: Partial<Assumptions>;
  limits?: Partial<Limits>;
}

/** An instance that is ready to be asked. */
export interface Built {
  instance: Instance;
  menu: Menu;
  /** Back to the seed; ledger and faults empty, who is signed in stays so. */
  reset: () => void;
  close: () => void;
}

const noRules: Added = { rules: [], policies: [], flows: [], rights: [] };

/**
 * Builds the instance of the field-service company, with what its folder has kept or else what the seed gives. The only
 * place that knows `demo/service`.
 */
export async function build(
  options: InstanceOptions,
  definition: unknown,
  url: () => string,
): Promise<Built> {
  const { seed = 1, tasks = 200, data, now: clock = Date.now } = options;
  const added = options.rules === undefined ? noRules : await addedRules(options.rules, schema);
  const name = `demo-${seed}-${tasks}`;
  const disk = data === undefined ? noDisk : openDisk(data, name);
  const files = new Files(data === undefined ? null : join(data, `${name}-files`));
  const instance = { ...partsOf(options, disk, files, added), files, definition, url };
  const { store, tokens, faults, ledger, replies, records } = instance;
  const sow = (): void => {
    seedStore(store, seed, tasks, clock());
  };
  if (!restore(disk, instance)) sow();
  files.sweep((sysId) => store.get('sys_attachment', sysId) !== undefined);
  return {
    instance,
    menu,
    reset: () => {
      const signedIn = tokens.all();
      for (const part of [faults, store, ledger, replies, files, records]) part.clear();
      sow();
      for (const token of signedIn) store.keep({ kind: 'token', key: token.text, value: token });
    },
    close: () => {
      disk.close();
      files.close();
    },
  };
}

/** The parts of the instance that are made of one another. */
function partsOf(
  options: InstanceOptions,
  disk: Disk,
  files: Files,
  added: Added,
): Omit<Instance, 'files' | 'definition' | 'url'> {
  const { now: clock = Date.now, newId = () => randomBytes(16).toString('hex') } = options;
  const faults = new Faults(Date.now);
  const now = (): number => clock() + faults.skew;
  const store = new Store(schema, disk);
  const assumptions = { ...assumed, ...options.assume };
  const records = new Records({
    ...{ store, now, newId, assumed: assumptions },
    dropFile: (sysId) => {
      files.remove(sysId);
    },
    rules: [...rules, ...added.rules],
    policies: [...policies, ...added.policies],
    flows: [...flows, ...added.flows],
  });
  return {
    ...{ store, records, faults, now, newId, assumed: assumptions },
    ledger: new Ledger(store, now),
    tokens: new Tokens(store, now, newId),
    codes: new Codes(now, newId),
    cookies: new CookieSessions(newId),
    rates: new Rates(),
    replies: new Replies(store),
    found: new Found(),
    rights: byTable([...rights, ...added.rights]),
    routes: [...routes, ...scriptedRoutes],
    limits: { ...usualLimits, ...options.limits },
  };
}
