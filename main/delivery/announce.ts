import type { Entry } from '../outbox/entry.ts';
import type { Link } from '../link.ts';

/** Tells that an entry moved, and with it perhaps the views of the records it touches. */
export function announce(link: Link, entry: Entry): void {
  link.entryChanged(entry.seq);
  link.recordsChanged([...new Set(entry.touches.map(({ table }) => table))]);
}
