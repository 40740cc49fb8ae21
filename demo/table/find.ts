import type { Instance } from '../instance.ts';
import { compile, type Compiled } from '../query/compile.ts';
import { family } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import type { Session } from '../session.ts';
import { Order } from '../store/order.ts';
import type { Row } from '../store/row.ts';

/** Readies an encoded query for whoever asks. */
export function compileFor(instance: Instance, table: Table, query: string, session: Session): Compiled {
  const { sysId, userName, zone } = session;
  const asker = { sysId, userName, zone, now: instance.now() };
  return compile(query, { store: instance.store, table, asker, assumed: instance.assumed });
}

/** The records that may match, in the query's order; those of tables that extend this one among them. */
export function candidates(instance: Instance, table: Table, { order, pinned }: Compiled): Iterable<Row> {
  const tables = family(table.name).map(({ name }) => instance.store.table(name));
  const [only] = tables;
  if (pinned) {
    const rows = tables.flatMap((rows) => rows.where(pinned.field, pinned.value));
    return order.length > 0 ? new Order(order, rows).rows : rows;
  }
  if (tables.length === 1 && only) return order.length > 0 ? only.sorted(order) : only.all();
  const rows = tables.flatMap((rows) => [...rows.all()]);
  return order.length > 0 ? new Order(order, rows).rows : rows;
}

/** A part of the matches, and how many there are in all (null when nobody wanted to know). */
export interface Page {
  rows: Row[];
  total: number | null;
}

/** The matches from `offset` on, `limit` at most. Without `count` it stops looking as soon as the page is full. */
export function page(
  rows: Iterable<Row>,
  matches: (row: Row) => boolean,
  { limit, offset }: { limit: number; offset: number },
  count: boolean,
): Page {
  const found: Row[] = [];
  let seen = 0;
  for (const row of rows) {
    if (!matches(row)) continue;
    if (seen >= offset && found.length < limit) found.push(row);
    seen += 1;
    if (!count && found.length >= limit) break;
  }
  return { rows: found, total: count ? seen : null };
}
