import type { Cell } from '../../preload/contract/outbox.ts';
import type { Writer } from '../database/database.ts';
import { build } from '../database/query.ts';
import { Problem } from '../problem.ts';
import { type Moment, reviewColumns } from './age.ts';
import { recordsMadeBy, speaksOf } from './dependents.ts';
import { type Aside, forgetAside, KEPT_MS, othersAside, readAside } from './discarded.ts';
import { entryFrom } from './entry.ts';
import { readEntry, touchAll } from './entries.ts';
import { noteEntry } from './journal/note.ts';
import { seeAgain } from './rebase.ts';

/**
 * Puts a discarded entry, and those that were discarded with it, back where they were in the order, as they were: same
 * request key, same files. How long they wait counts from `now` on. Answers them; their changes are still to be laid over the view
 * again, which is up to the caller. `cellOf` puts a value that later entries see again into words. Throws Problem `not-found` when
 * they are not kept any more, `not-offered` with the reason when they cannot come back; then they stay where they are.
 */
export function bringBack(
  write: Writer,
  seq: number,
  now: Moment,
  cellOf: (table: string, field: string, value: string) => Cell,
): Aside[] {
  const group = readAside(write, seq).filter(
    ({ discardedAt }) => Date.parse(discardedAt) >= now.at - KEPT_MS,
  );
  const [first] = group;
  if (!first)
    throw new Problem({
      kind: 'not-found',
      message: `Entry ${seq} is not kept any more; it cannot come back`,
    });
  const obstacle = obstacleTo(write, group);
  if (obstacle !== null) throw new Problem({ kind: 'not-offered', message: obstacle });
  for (const { row } of group) {
    write.execute(build.insertInto('outbox_entry').values({ ...row, ...reviewColumns(now) }));
    const entry = entryFrom(row);
    touchAll(write, entry.seq, entry.touches);
    seeAgain(write, entry, cellOf);
    noteEntry(write, entry, 'undone');
  }
  forgetAside(write, first.together);
  return group;
}

function obstacleTo(write: Writer, group: readonly Aside[]): string | null {
  const again = group.find(({ row }) => readEntry(write, row.seq) ?? sameKey(write, row.key));
  if (again) return `Entry ${again.seq} is in the Outbox already`;
  for (const other of othersAside(write, group[0]?.together ?? 0)) {
    const made = new Set(recordsMadeBy(entryFrom(other.row), other.changes));
    const speaks = group.find(({ row }) => speaksOf(row, made));
    if (speaks)
      return `Entry ${speaks.seq} needs a record that entry ${other.seq} makes, which was discarded too; bring that back first`;
  }
  return null;
}

/** An entry that was handed over to another laptop and came back has the same key. */
function sameKey(write: Writer, key: string): boolean {
  const which = build.selectFrom('outbox_entry').select('seq').where('key', '=', key).limit(1);
  return write.select(which).length > 0;
}
