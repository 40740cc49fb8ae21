import { operators } from './operators.ts';
import type { Condition, Query } from './tree.ts';
import { printValues } from './values.ts';

/** The encoded query of a tree, in the chief spelling of each operator: `parse(print(query))` equals `query`. */
export function print(query: Query): string {
  const groups = query.groups.map((group) =>
    group.map((term) => term.map(printCondition).join('^OR')).join('^'),
  );
  const order = query.order.map(
    ({ field, descending }) => `${descending ? 'ORDERBYDESC' : 'ORDERBY'}${field}`,
  );
  return [...(groups.length > 0 ? [groups.join('^NQ')] : []), ...order].join('^');
}

/** One condition as it is written in an encoded query, for messages that name it. */
export function printCondition({ field, operator, values }: Condition): string {
  return `${field}${operator}${printValues(operators[operator].takes, values)}`;
}
