import type { Reader } from '../database/database.ts';
import type { Entry } from './entry.ts';
import { readEntry } from './entries.ts';
import { DECIDED_BY_PERSON } from './state.ts';
import { earlierTouching } from './waiting.ts';

/**
 * The entry that holds another one back: an earlier unacknowledged one on the same record that waits for a person, or
 * whose outcome is unknown, or that is itself held so. Null when the way is free or everything ahead is merely queued:
 * then it is sent in its turn. (facts/peers.md section 5, row 5: dependents must not overtake.)
 */
export function heldBy(reader: Reader, entry: Entry, seen = new Map<number, number | null>()): number | null {
  const known = seen.get(entry.seq);
  if (known !== undefined) return known;
  let holder: number | null = null;
  for (const { sys_id } of entry.touches) {
    for (const seq of earlierTouching(reader, sys_id, entry.seq)) {
      const ahead = readEntry(reader, seq);
      if (!ahead) continue;
      const blocks = DECIDED_BY_PERSON.includes(ahead.state) || ahead.state === 'unknown';
      const root = blocks ? ahead.seq : heldBy(reader, ahead, seen);
      if (root !== null && (holder === null || root < holder)) holder = root;
    }
  }
  seen.set(entry.seq, holder);
  return holder;
}
