import type { Reader } from '../database/database.ts';
import { once } from '../database/query.ts';
import { type ChangeRow, changesOf } from './discarded.ts';
import { type Entry, entryFrom, selectEntries } from './entry.ts';
import { readEntry } from './entries.ts';
import { factsOf } from './steps.ts';

/** sys_ids of the records that are not there unless this entry is sent. */
export function recordsMadeBy(
  { steps, step }: Pick<Entry, 'steps' | 'step'>,
  changes: readonly ChangeRow[],
): string[] {
  const made = (part: typeof steps) =>
    part.map(factsOf).flatMap(({ makes, record }) => (makes && record ? [record.sys_id] : []));
  const done = new Set(made(steps.slice(0, step)));
  const here = changes.flatMap((change) => (change.operation === 'insert' ? [change.sys_id] : []));
  return [...new Set([...made(steps.slice(step)), ...here])].filter((sysId) => !done.has(sysId));
}

/** Whether an entry is about one of these records or refers to one. */
export function needs({ touches }: Pick<Entry, 'touches'>, records: ReadonlySet<string>): boolean {
  return touches.some(({ sys_id }) => records.has(sys_id));
}

/**
 * The entries of these numbers, and with them the later ones that cannot stay: they are about a record that one of these
 * makes, or refer to it. In order; numbers that are not waiting any more are left out.
 */
export function withDependents(reader: Reader, seqs: readonly number[]): Entry[] {
  const going = new Map<number, Entry>();
  const found = seqs.flatMap((seq) => readEntry(reader, seq) ?? []);
  const todo = found.filter(({ state }) => state !== 'sent');
  for (let entry = todo.pop(); entry; entry = todo.pop()) {
    if (going.has(entry.seq)) continue;
    going.set(entry.seq, entry);
    const made = recordsMadeBy(entry, changesOf(reader, entry));
    if (made.length > 0) todo.push(...laterOn(reader, entry.seq, made));
  }
  return [...going.values()].sort((a, b) => a.seq - b.seq);
}

/** Later entries that are about one of these records, or refer to it. */
function laterOn(reader: Reader, seq: number, records: readonly string[]): Entry[] {
  const touching = (column: 'entry') =>
    selectEntries.where('seq', 'in', (eb) =>
      eb.selectFrom('outbox_touch').select(column).where('sys_id', 'in', records).where(column, '>', seq),
    );
  return reader.all(once(touching('entry')), {}).map(entryFrom);
}
