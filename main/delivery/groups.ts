import type { Entry } from '../outbox/entry.ts';
import type { Link } from '../link.ts';
import { requestOf } from './exchange.ts';
import type { Sender } from './sender.ts';

/**
 * Cuts a round into groups that travel together, so that effects come in the order in which they were triggered: an entry of
 * several requests ends its group, because its later ones must come before what is behind it. A step that is no single
 * request, such as a file, goes by itself.
 */
export function groupsOf(link: Link, sender: Sender, round: readonly Entry[]): Entry[][] {
  const groups: Entry[][] = [];
  let open: Entry[] | null = null;
  for (const entry of round) {
    const joins = requestOf({ link, sender, entry }) !== null;
    if (open && joins) open.push(entry);
    else groups.push((open = [entry]));
    if (!joins || entry.step + 1 < entry.steps.length) open = null;
  }
  return groups;
}
