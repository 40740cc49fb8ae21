import { operators } from './operators.ts';
import type { Condition, Query } from './tree.ts';

/** Names of all fields that a query asks for or orders by, each once, in the order they first appear. */
export function fieldsOf(query: Query): string[] {
  const asked = query.groups.flat(2).flatMap(fieldsOfCondition);
  return [...new Set([...asked, ...query.order.map(({ field }) => field)])];
}

/** The field on the left of a condition, and the one it is compared with where its value is a field. */
export function fieldsOfCondition({ field, operator, values: [other] }: Condition): string[] {
  const two = operators[operator].takes.startsWith('field') && typeof other === 'string';
  return two ? [field, other] : [field];
}
