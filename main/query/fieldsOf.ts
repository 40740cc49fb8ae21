import type { Query } from './tree.ts';

/** Names of all fields that a query asks for or orders by, each once, in the order they first appear. */
export function fieldsOf(query: Query): string[] {
  const conditions = query.groups.flat(2);
  return [...new Set([...conditions, ...query.order].map(({ field }) => field))];
}
