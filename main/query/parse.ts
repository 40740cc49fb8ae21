import { QueryError } from './error.ts';
import { parseValue } from './functions.ts';
import { leadingOperator, operators } from './operators.ts';
import type { Condition, OrderKey, Query } from './tree.ts';

const leadingField = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*/;

/**
 * Reads an encoded query. `EQ`, which stored conditions end with, means nothing and is passed over; so is a `^` at the
 * very beginning, as in `^ORDERBYnumber`. Throws QueryError for whatever else it cannot read: ServiceNow drops such a
 * term and answers with more records than were asked for.
 */
export function parse(text: string): Query {
  const groups: Condition[][][] = [];
  const order: OrderKey[] = [];
  const segments = text.split('^');
  if (segments[0] === '') segments.shift();
  for (const segment of segments) {
    if (segment === '') throw new QueryError(text, `"${text}" has a ^ with nothing after it`);
    if (segment === 'EQ') continue;
    if (segment.startsWith('ORDERBY')) {
      order.push(parseOrder(segment));
    } else if (segment.startsWith('OR')) {
      const term = groups.at(-1)?.at(-1);
      if (!term)
        throw new QueryError(segment, `"${segment}" has nothing before it that it could be an or of`);
      term.push(parseCondition(segment.slice(2)));
    } else if (segment.startsWith('NQ')) {
      if (groups.length === 0) throw new QueryError(segment, `"${segment}" has no query before it`);
      groups.push([[parseCondition(segment.slice(2))]]);
    } else {
      const condition = parseCondition(segment);
      const group = groups.at(-1);
      if (group) group.push([condition]);
      else groups.push([[condition]]);
    }
  }
  return { groups, order };
}

function parseOrder(segment: string): OrderKey {
  const descending = segment.startsWith('ORDERBYDESC');
  const field = segment.slice(descending ? 'ORDERBYDESC'.length : 'ORDERBY'.length);
  if (leadingField.exec(field)?.[0] !== field) {
    throw new QueryError(segment, `"${segment}" names no field to order by`);
  }
  return { field, descending };
}

function parseCondition(term: string): Condition {
  const field = leadingField.exec(term)?.[0];
  if (field === undefined) throw new QueryError(term, `"${term}" does not begin with the name of a field`);
  const found = leadingOperator(term.slice(field.length));
  if (!found) throw new QueryError(term, `"${term}" has no operator that Outpost knows after ${field}`);

  const { operator, rest } = found;
  const { takes } = operators[operator];
  if (takes === 'nothing') {
    if (rest !== '') throw new QueryError(term, `"${term}" has a value, but ${operator} takes none`);
    return { field, operator, values: [] };
  }
  if (rest === '' && takes !== 'text') {
    throw new QueryError(term, `"${term}" has no value, but ${operator} needs one`);
  }
  const parts = takes === 'list' ? rest.split(',') : [rest];
  return { field, operator, values: parts.map((part) => parseValue(part, term)) };
}
