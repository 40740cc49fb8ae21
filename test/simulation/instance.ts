import { byTable } from '../../demo/access/access.ts';
import type { Right } from '../../demo/access/right.ts';
import { routes } from '../../demo/api/routes.ts';
import { assumed } from '../../demo/assumptions.ts';
import { Codes } from '../../demo/auth/codes.ts';
import { CookieSessions } from '../../demo/auth/cookies.ts';
import { Tokens } from '../../demo/auth/tokens.ts';
import { Faults } from '../../demo/faults/faults.ts';
import { Files } from '../../demo/files/files.ts';
import { Rates } from '../../demo/http/rates.ts';
import { Replies } from '../../demo/http/replies.ts';
import type { Instance } from '../../demo/instance.ts';
import { Ledger } from '../../demo/ledger/ledger.ts';
import { usualLimits } from '../../demo/limits.ts';
import { Found } from '../../demo/query/found.ts';
import { Records } from '../../demo/records/records.ts';
import type { Rule } from '../../demo/records/rule.ts';
import { flows } from '../../demo/service/rules/flows.ts';
import { policies } from '../../demo/service/rules/policies.ts';
import { rights } from '../../demo/service/rules/rights.ts';
import { rules } from '../../demo/service/rules/rules.ts';
import { schema } from '../../demo/service/schema/schema.ts';
import { scriptedRoutes } from '../../demo/service/scripted/routes.ts';
import { noDisk } from '../../demo/store/disk.ts';
import { read, type Row } from '../../demo/store/row.ts';
import { Store } from '../../demo/store/store.ts';

/** Where the simulated instance is said to be. Nothing is ever asked of that name. */
export const ORIGIN = 'https://simulated.service-now.com';

/** A laptop keeps no cookies, so none are made up for it. */
class NoCookies extends CookieSessions {
  override begin(): string[] {
    return [];
  }
}

/** Records by table. */
export type Rows = ReadonlyMap<string, readonly Row[]>;

/** Tables that no simulated laptop asks for; leaving them out makes an instance sooner. */
const needless = new Set(['sys_db_object', 'sys_dictionary', 'sys_choice']);

/** All records of an instance, for another one to begin with. */
export function rowsOf(store: Store): Rows {
  const tables = schema
    .all()
    .map(({ name }) => name)
    .filter((name) => !needless.has(name));
  return new Map(tables.map((name) => [name, [...store.table(name).all()]]));
}

function whereShown(right: Right, hidden: ReadonlySet<string>): Right {
  return {
    ...right,
    where: (session, row) => !hidden.has(read(row, 'sys_id')) && (right.where?.(session, row) ?? true),
  };
}

/** The demo instance without its server: made of its own parts, in memory, with time and chance handed in. */
export function makeInstance(given: {
  definition: unknown;
  rows: Rows;
  now: () => number;
  newId: () => string;
  /** New records get the sys_id that the client chose. */
  keepsSysIds: boolean;
  /** The requests of a batch are done as they come; otherwise the last is the first. */
  batchInOrder: boolean;
  /** Business rules besides the demo's own. */
  more: readonly Rule[];
  /** Records that nobody may see as long as they are in it. */
  hidden: ReadonlySet<string>;
}): Instance {
  const { definition, rows, now, newId, keepsSysIds, batchInOrder, more, hidden } = given;
  const assumptions = { ...assumed, clientChoosesSysId: keepsSysIds, batchInOrder };
  const store = new Store(schema, noDisk);
  for (const [table, several] of rows) for (const row of several) store.restore(table, row);
  const files = new Files(null);
  const dropFile = (sysId: string): void => {
    files.remove(sysId);
  };
  const all = [...more, ...rules];
  return {
    store,
    records: new Records({ store, rules: all, policies, flows, now, newId, assumed: assumptions, dropFile }),
    ledger: new Ledger(store, now),
    faults: new Faults(now),
    tokens: new Tokens(store, now, newId),
    codes: new Codes(now, newId),
    cookies: new NoCookies(newId),
    rates: new Rates(),
    replies: new Replies(store),
    files,
    routes: [...routes, ...scriptedRoutes],
    rights: byTable(rights.map((right) => whereShown(right, hidden))),
    assumed: assumptions,
    definition,
    limits: { ...usualLimits },
    found: new Found(),
    now,
    newId,
    url: () => ORIGIN,
  };
}
