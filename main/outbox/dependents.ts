import type { Reader } from '../database/database.ts';
import { build, once } from '../database/query.ts';
import { type ChangeRow, changesOf } from './discarded.ts';
import { type Entry, entryFrom, type EntryRow } from './entry.ts';
import { readEntry } from './entries.ts';

/** sys_ids of the records that are not there unless this entry is sent. */
export function recordsMadeBy(
  { steps, step }: Pick<Entry, 'steps' | 'step'>,
  changes: readonly ChangeRow[],
): string[] {
  const made = (part: typeof steps) => part.flatMap((one) => (one.do === 'create' ? [one.sys_id] : []));
  const done = new Set(made(steps.slice(0, step)));
  const here = changes.flatMap((change) => (change.operation === 'insert' ? [change.sys_id] : []));
  return [...new Set([...made(steps.slice(step)), ...here])].filter((sysId) => !done.has(sysId));
}

/** Whether an entry is about one of these records or sends a reference to one. */
export function speaksOf(
  { touches, steps }: Pick<EntryRow, 'touches' | 'steps'>,
  records: ReadonlySet<string>,
): boolean {
  if (records.size === 0) return false;
  return [touches, steps].some((text) =>
    (text.match(/[0-9a-f]{32}/g) ?? []).some((sysId) => records.has(sysId)),
  );
}

/**
 * The entries of these numbers, and with them the later ones that cannot stay: they are about a record that one of these
 * makes, or refer to it. In order; numbers that are not waiting any more are left out.
 */
export function withDependents(reader: Reader, seqs: readonly number[]): Entry[] {
  const going = new Map<number, Entry>();
  for (const seq of seqs) {
    const entry = readEntry(reader, seq);
    if (entry && entry.state !== 'sent') going.set(seq, entry);
  }
  const made = new Set(
    [...going.values()].flatMap((entry) => recordsMadeBy(entry, changesOf(reader, entry))),
  );
  if (made.size > 0) {
    for (const row of reader.all(laterThan(Math.min(...going.keys())), {})) {
      if (going.has(row.seq) || !speaksOf(row, made)) continue;
      const entry = entryFrom(row);
      going.set(row.seq, entry);
      for (const sysId of recordsMadeBy(entry, changesOf(reader, entry))) made.add(sysId);
    }
  }
  return [...going.values()].sort((a, b) => a.seq - b.seq);
}

function laterThan(seq: number) {
  return once(
    build
      .selectFrom('outbox_entry')
      .selectAll()
      .where('state', '<>', 'sent')
      .where('seq', '>', seq)
      .orderBy('seq'),
  );
}
