import type { Fields } from './columns.ts';
import { fieldsOfCondition } from './fields-of.ts';
import { isTimed } from './functions.ts';
import { operators } from './operators.ts';
import type { Query } from './tree.ts';

/**
 * Whether a query goes by the record alone, neither by the time it is asked nor by other records: what `matcher` makes
 * of it may then be kept.
 */
export function goesByRecord(query: Query, types: Fields): boolean {
  return query.groups
    .flat(2)
    .every(
      (condition) =>
        operators[condition.operator].takes !== 'distance' &&
        !condition.values.some(isTimed) &&
        fieldsOfCondition(condition).every((field) => types.has(field)),
    );
}
