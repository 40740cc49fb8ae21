import { canRead } from '../../access/access.ts';
import { requireReadable } from '../../access/fields.ts';
import type { Session } from '../../access/session.ts';
import type { Instance } from '../../instance.ts';
import { before, isTimeless } from '../../query/bounds.ts';
import { compile, type Compiled } from '../../query/compile.ts';
import type { Table } from '../../schema/table.ts';
import { Order } from '../../store/order.ts';
import type { Row } from '../../store/row.ts';

/** Readies an encoded query for whoever asks. Refuses one that looks at fields closed to them. */
export function compileFor(instance: Instance, table: Table, query: string, session: Session): Compiled {
  const { sysId, userName, zone } = session;
  const asker = { sysId, userName, zone, now: instance.now() };
  const maySee = (row: Row): boolean => canRead(instance, session, row);
  const { store, assumed } = instance;
  const compiled = compile(query, { store, table, asker, assumed, maySee });
  requireReadable(session, table.name, compiled.columns);
  return compiled;
}

/** The records that may match, in the query's order; those of tables that extend this one among them. */
export function candidates(instance: Instance, table: Table, query: Compiled): Iterable<Row> {
  const { order, pinned, least } = query;
  const { store } = instance;
  const tables = store.schema.family(table.name).map(({ name }) => store.table(name));
  const [only] = tables;
  if (pinned) {
    const rows = tables.flatMap((rows) => rows.where(pinned.field, pinned.value));
    return order.length > 0 ? new Order(order, rows).rows : rows;
  }
  if (tables.length === 1 && only) {
    const [key] = order;
    if (!key) return only.all();
    const sorted = only.sorted(order);
    return least === null
      ? sorted
      : sorted.slice(before(sorted, (row) => key.compare(key.of(row), least) < 0));
  }
  const rows = tables.flatMap((rows) => [...rows.all()]);
  return order.length > 0 ? new Order(order, rows).rows : rows;
}

/** Every match of a query. The last few are remembered until a record changes: pages of one list follow each other. */
export function matchesOf(instance: Instance, table: Table, text: string, session: Session): readonly Row[] {
  const name = `${table.name} ${session.sysId} ${text}`;
  const known = instance.found.get(name, instance.store.changes);
  if (known) return known;
  const query = compileFor(instance, table, text, session);
  const rows: Row[] = [];
  for (const row of candidates(instance, table, query)) if (query.matches(row)) rows.push(row);
  if (isTimeless(text)) instance.found.set(name, rows);
  return rows;
}

/** The first rows that pass, without looking further than needed. */
export function some(rows: Iterable<Row>, matches: (row: Row) => boolean, limit: number): Row[] {
  const found: Row[] = [];
  for (const row of rows) {
    if (found.length >= limit) break;
    if (matches(row)) found.push(row);
  }
  return found;
}
