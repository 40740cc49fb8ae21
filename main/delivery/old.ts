import type { Link } from '../link.ts';
import type { Entry } from '../outbox/entry.ts';
import { ageOf, DAY_MS } from '../outbox/stamp.ts';

/**
 * An entry has waited so long, since it was triggered or a person last decided about it, that it is not sent before a person has said so
 * once more (`askAfterDays` in the definition).
 */
export function isOld(link: Link, { decided, triggered }: Pick<Entry, 'decided' | 'triggered'>): boolean {
  const since = decided?.at ?? triggered;
  return ageOf(since, link.stamp()) > link.catalog().definition.askAfterDays * DAY_MS;
}
