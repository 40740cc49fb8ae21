import fc from 'fast-check';

import type { Fields } from '../../main/query/columns.ts';
import type { QueryContext } from '../../main/query/context.ts';
import { QueryError } from '../../main/query/error.ts';
import { matcher } from '../../main/query/matches.ts';
import type { Operator, Takes } from '../../main/query/operators.ts';
import { operators } from '../../main/query/operators.ts';
import { pathOf } from '../../main/query/path.ts';
import type { Lookup, Row } from '../../main/query/row.ts';
import type { Table as Known } from '../../main/query/table.ts';
import type { Condition, Query } from '../../main/query/tree.ts';
import type { FieldType } from '../../preload/contract/records.ts';
import { columnsOf } from '../query/table.ts';
import { instant, instantNear, text, timeNear, zone } from './query-texts.ts';
import { valuesArbitrary } from './query-values.ts';

/** A query of records in `t`, some of which refer to records in `o` and to each other, and when it is asked. */
export interface Case {
  known: Known;
  rows: Row[];
  other: Known;
  others: Row[];
  context: QueryContext;
  query: Query;
  indexed: boolean;
  limit: number;
}

const types: FieldType[] = [
  ...(['string', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'reference', 'choice'] as const),
  ...(['journal', 'datetime'] as const),
];
const names = ['a', 'b_1', 'in', 'order', 'dv', 'or2', 'state'];

/** Of every table, so that operators that need such fields are not too rare. */
const always = [
  ['start', 'datetime'],
  ['due', 'date'],
  ['n', 'integer'],
  ['cost', 'decimal'],
] as const;

const fieldsArbitrary: fc.Arbitrary<Fields> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...types)), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 4,
  })
  .map((entries) => new Map<string, FieldType>([['sys_id', 'string'], ...entries, ...always]));

/** `link` refers to a record of the other table, `self` to one of the same, `any` to one of either. */
const tablesArbitrary = fc.tuple(fieldsArbitrary, fieldsArbitrary).map(([own, foreign]) => {
  const links = references.map((name) => [name, 'reference'] as const);
  const toOther = new Map<string, Known>();
  const fromOther = new Map<string, Known>();
  const known: Known = { name: 'own', cache: 't', types: new Map([...own, ...links]), references: toOther };
  const other: Known = {
    name: 'other',
    cache: 'o',
    types: new Map([...foreign, ...links]),
    references: fromOther,
  };
  const types = new Map([...known.types].filter(([field, type]) => other.types.get(field) === type));
  const any: Known = { name: 'any', cache: 'any', types, references: new Map(), parts: [known, other] };
  toOther.set('link', other).set('self', known).set('any', any);
  fromOther.set('self', other).set('any', any);
  return { known, other };
});

const references = ['link', 'self', 'any'];

function rowsArbitrary({ types }: Known, at: number, place: number): fc.Arbitrary<Row[]> {
  const time = timeNear(at);
  const small = fc.constantFrom('', '1', '2', '10', 'a', 'B');
  const cells = columnsOf(types).map((name) => {
    const type = types.get(name);
    const timely = type === 'date' || type === 'datetime';
    const reference = fc.nat(25).map(sysId);
    const cell = fc.oneof({ weight: 2, arbitrary: small }, { weight: timely ? 8 : 1, arbitrary: time }, text);
    return [name, references.includes(name) ? fc.oneof(reference, fc.constant('')) : cell] as const;
  });
  return fc
    .array(fc.record(Object.fromEntries(cells)), { maxLength: 9 })
    .map((rows) => rows.map((row, at) => ({ ...row, sys_id: sysId(place + ((at * 7) % 13)) })));
}

function sysId(number: number): string {
  return String(number).padStart(2, '0');
}

const contextArbitrary = (at: number): fc.Arbitrary<QueryContext> =>
  fc.record({
    userId: fc.constant('me'),
    userName: fc.constant('a'),
    now: instantNear(at),
    timeZone: zone,
    classes: fc.constant(
      new Map([
        ['a', ['1', 'B']],
        ['10', ['1']],
      ]),
    ),
  });

/** Names of the fields of a table, and of those up to two references away. */
export function pathsOf({ types, references }: Known, further = 2): string[] {
  const walks = further === 0 ? [] : [...references];
  return [
    ...types.keys(),
    ...walks.flatMap(([field, target]) => pathsOf(target, further - 1).map((path) => `${field}.${path}`)),
  ];
}

/** Any condition that makes sense: one that does not is refused, which the tables of `test/query` show. */
function conditionArbitrary(known: Known, stored: string[], context: QueryContext): fc.Arbitrary<Condition> {
  const paths = pathsOf(known);
  const any = fc.oneof(fc.constantFrom(...known.types.keys()), fc.constantFrom(...paths));
  const timely = fc.constantFrom(
    ...paths.filter((path) => ['date', 'datetime'].includes(pathOf(known, path, path).type)),
  );
  return fc
    .constantFrom(...(Object.keys(operators) as Operator[]))
    .chain((operator) => {
      const field = aboutTime.has(operators[operator].takes) ? fc.oneof(timely, timely, any) : any;
      return fc.tuple(field, field).chain(([name, second]) =>
        valuesArbitrary(operator, second, stored, timeNear(context.now)).map((values): Condition => ({
          field: name,
          operator,
          values,
        })),
      );
    })
    .filter((condition) => makesSense(condition, known, context));
}

const aboutTime = new Set<Takes>(['field and distance', 'field and part', 'distance', 'span', 'part']);

function makesSense(condition: Condition, known: Known, context: QueryContext): boolean {
  try {
    matcher({ groups: [[[condition]]], order: [] }, known, context);
    return true;
  } catch (error) {
    if (error instanceof QueryError) return false;
    throw error;
  }
}

function queryArbitrary(known: Known, stored: string[], context: QueryContext): fc.Arbitrary<Query> {
  const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
  return fc.record({
    groups: fc.array(some(some(conditionArbitrary(known, stored, context))), { maxLength: 3 }),
    order: fc.array(fc.record({ field: orderField(known), descending: fc.boolean() }), { maxLength: 3 }),
  });
}

function orderField(known: Known): fc.Arbitrary<string> {
  const own = fc.constantFrom(...known.types.keys());
  return fc.oneof({ weight: 3, arbitrary: own }, fc.constantFrom(...pathsOf(known)));
}

export const caseArbitrary: fc.Arbitrary<Case> = fc
  .tuple(tablesArbitrary, instant)
  .chain(([{ known, other }, at]) =>
    fc
      .tuple(rowsArbitrary(known, at, 0), rowsArbitrary(other, at, 13), contextArbitrary(at))
      .chain(([rows, others, context]) => {
        const stored = [...rows, ...others].flatMap((row) => Object.values(row));
        return fc.record({
          known: fc.constant(known),
          rows: fc.constant(rows),
          other: fc.constant(other),
          others: fc.constant(others),
          context: fc.constant(context),
          query: queryArbitrary(known, stored, context),
          indexed: fc.boolean(),
          limit: fc.integer({ min: 1, max: 4 }),
        });
      }),
  );

/** Finds the records of a case. */
export function lookupIn({ known, rows, others }: Case): Lookup {
  return ({ name, parts }, id) => {
    const all = parts ? [...rows, ...others] : name === known.name ? rows : others;
    return all.find((row) => row['sys_id'] === id);
  };
}
