import { QueryError } from './error.ts';
import { leadingOperator, operators } from './operators.ts';
import type { Condition, OrderKey, Query } from './tree.ts';
import { fieldName, parseValues } from './values.ts';

/**
 * Reads an encoded query. `EQ`, which stored conditions end with, means nothing and is passed over; so is a `^` at the
 * very beginning, as in `^ORDERBYnumber`. One that begins a pattern (`nameMATCH_RGX^Pump.*`) parts nothing. Throws QueryError for whatever else it cannot read: ServiceNow drops such a
 * term and answers with more records than were asked for.
 */
export function parse(text: string): Query {
  const groups: Condition[][][] = [];
  const order: OrderKey[] = [];
  const segments = text.split(between);
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
  if (fieldName.exec(field)?.[0] !== field) {
    throw new QueryError(segment, `"${segment}" names no field to order by`);
  }
  return { field, descending };
}

function parseCondition(term: string): Condition {
  if (elsewhere.test(term)) throw new QueryError(term, `"${term}" cannot be evaluated on this laptop`);
  const field = fieldName.exec(term)?.[0];
  if (field === undefined) throw new QueryError(term, `"${term}" does not begin with the name of a field`);
  const found = leadingOperator(term.slice(field.length));
  if ('refused' in found) {
    const why = found.refused ?? `no operator that Outpost knows after ${field}`;
    throw new QueryError(term, `"${term}" has ${why}`);
  }
  const { operator, rest } = found;
  return { field, operator, values: parseValues(operators[operator].takes, rest, term, operator) };
}

/** A caret, but not at the beginning of a pattern. */
const between = /(?<!(?:^|\^(?:OR|NQ)?)[a-z][a-z0-9_.]*MATCH_RGX)\^/;

/** A search in full text and a query of related records: only the instance has what they look at. */
const elsewhere = /^(?:123TEXTQUERY321|RLQUERY|ENDRLQUERY|GROUPBY)/;
