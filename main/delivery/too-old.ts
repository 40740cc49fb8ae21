import { ageOf, DAY_MS } from '../outbox/age.ts';
import type { Entry } from '../outbox/entry.ts';
import type { Link } from '../link.ts';

/** The entry has waited so long that it is not sent before a person has said so once more (`askAfterDays`). */
export function isTooOld(link: Link, entry: Entry): boolean {
  const now = { at: link.time.now(), clockOffset: link.instance.clockOffset };
  return ageOf(entry, now) > link.catalog().definition.askAfterDays * DAY_MS;
}
