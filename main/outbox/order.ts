import { sql } from 'kysely';
import type { Reader } from '../database/database.ts';
import { build, query, statement } from '../database/query.ts';
import { type Entry, entryFrom, type EntryRow, selectEntries } from './entry.ts';
import { HOLDING } from './state.ts';
import { FORMAT } from './steps.ts';

const before = query<{ sys_id: string; seq: number }, { entry: number }>((p) =>
  build
    .selectFrom('outbox_touch')
    .select('entry')
    .where('sys_id', '=', p('sys_id'))
    .where('entry', '<', p('seq'))
    .where('needs', '=', 0)
    .orderBy('entry', 'desc')
    .limit(1),
);

/**
 * The unacknowledged entries that go right before this one, on each of the records it touches or refers to: it may be sent
 * when there is none. What goes before those is found by asking for theirs.
 */
export function directlyAhead(reader: Reader, { seq, touches }: Pick<Entry, 'seq' | 'touches'>): number[] {
  const found = touches.flatMap(({ sys_id }) => reader.first(before, { sys_id, seq })?.entry ?? []);
  return [...new Set(found)];
}

const others = query<{ sys_id: string; seq: number }, { entry: number }>((p) =>
  build
    .selectFrom('outbox_touch')
    .select('entry')
    .where('sys_id', '=', p('sys_id'))
    .where('entry', '<>', p('seq'))
    .limit(1),
);

/** Whether any other unacknowledged entry touches the record. */
export function isTouchedByOthers(reader: Reader, sysId: string, seq: number): boolean {
  return reader.first(others, { sys_id: sysId, seq }) !== undefined;
}

/** Earlier entries on a record, from `from` to before `seq`. */
const earlier = query<{ sys_id: string; from: number; seq: number }, EntryRow>((p) =>
  selectEntries
    .innerJoin('outbox_touch', 'outbox_touch.entry', 'outbox_entry.seq')
    .where('outbox_touch.sys_id', '=', p('sys_id'))
    .where('outbox_touch.entry', '>=', p('from'))
    .where('outbox_touch.entry', '<', p('seq'))
    .where('outbox_touch.needs', '=', 0),
);

/** What cannot be read waits for a person as well, whatever its state was. */
const holding = query<Record<string, never>, { seq: number }>(() =>
  statement(
    sql<{
      seq: number;
    }>`SELECT seq FROM outbox_entry WHERE state <> 'sent' AND (state IN (${sql.join(HOLDING.map((state) => sql.lit(state)))})
      OR format <> ${sql.lit(FORMAT)}) ORDER BY seq`,
  ),
);

const touchesFrom = query<{ seq: number }, TouchRow>((p) =>
  statement(
    sql<TouchRow>`SELECT entry, sys_id, needs FROM outbox_touch WHERE entry >= ${p('seq')} ORDER BY entry`,
  ),
);

interface TouchRow {
  entry: number;
  sys_id: string;
  needs: number;
}

/**
 * The entry that holds another one back: an earlier unacknowledged one on the same record that waits for a person, or
 * whose outcome is unknown, or the one that holds such an earlier one; of several the first. Null when the way is free or
 * everything ahead is merely queued: then it is sent in its turn. (docs/peers.md, row 5: dependents must not
 * overtake.) Every entry on the way is looked at once.
 */
export function heldBy(reader: Reader, { seq, touches }: Pick<Entry, 'seq' | 'touches'>): number | null {
  /** Up to which entry each record has been looked through. */
  const known = new Map<string, number>();
  const todo: { sys_id: string; seq: number }[] = touches.map(({ sys_id }) => ({ sys_id, seq }));
  let holder: number | null = null;
  for (let next = todo.pop(); next; next = todo.pop()) {
    const from = known.get(next.sys_id) ?? 0;
    if (from >= next.seq) continue;
    known.set(next.sys_id, next.seq);
    for (const one of reader.all(earlier, { ...next, from }).map(entryFrom)) {
      if (HOLDING.includes(one.state)) holder = Math.min(holder ?? one.seq, one.seq);
      else todo.push(...one.touches.map(({ sys_id }) => ({ sys_id, seq: one.seq })));
    }
  }
  return holder;
}

/**
 * Every entry that is held, with the one that holds it, as `heldBy` says, in one pass over what waits. `without`: as it would
 * be if these entries were not there.
 */
export function holders(reader: Reader, without: ReadonlySet<number> = new Set()): Map<number, number> {
  const blocking = new Set(
    reader
      .all(holding, {})
      .map(({ seq }) => seq)
      .filter((seq) => !without.has(seq)),
  );
  const held = new Map<number, number>();
  const [first] = blocking;
  if (first === undefined) return held;
  /** By record, the entry that holds whatever comes after on it. */
  const over = new Map<string, number>();
  for (const [entry, touches] of touchedBy(reader, first)) {
    if (without.has(entry)) continue;
    const holder = least(touches.map(({ sys_id }) => over.get(sys_id)));
    if (holder !== null) held.set(entry, holder);
    const from = blocking.has(entry) ? entry : holder;
    if (from === null) continue;
    for (const { sys_id, needs } of touches) {
      // What only refers to a record holds nobody back on it.
      if (needs === 0) over.set(sys_id, Math.min(over.get(sys_id) ?? from, from));
    }
  }
  return held;
}

function touchedBy(reader: Reader, from: number): Map<number, TouchRow[]> {
  const touched = new Map<number, TouchRow[]>();
  for (const row of reader.all(touchesFrom, { seq: from })) {
    const known = touched.get(row.entry);
    if (known) known.push(row);
    else touched.set(row.entry, [row]);
  }
  return touched;
}

function least(numbers: readonly (number | undefined)[]): number | null {
  const given = numbers.filter((number) => number !== undefined);
  return given.length === 0 ? null : Math.min(...given);
}
