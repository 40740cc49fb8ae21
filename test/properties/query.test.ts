import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { fieldsOf } from '../../main/query/fields-of.ts';
import { fold } from '../../main/query/fold.ts';
import { goesByRecord } from '../../main/query/goes-by-record.ts';
import { sortKeys } from '../../main/query/keys.ts';
import { keyset, keysetColumns, seeks, walkedColumns } from '../../main/query/keyset.ts';
import { matcher } from '../../main/query/matches.ts';
import { comparer, orderSql } from '../../main/query/order.ts';
import { parse } from '../../main/query/parse.ts';
import { print } from '../../main/query/print.ts';
import { type Row, textReader } from '../../main/query/row.ts';
import { sortExpression } from '../../main/query/sort.ts';
import { toSql } from '../../main/query/to-sql.ts';
import { inWords } from '../../main/query/words.ts';
import { fromWall, wallOf } from '../../main/query/zone.ts';
import { Table, select } from '../query/table.ts';
import { type Case, caseArbitrary, lookupIn } from './query-cases.ts';
import { instant, text, zone } from './query-texts.ts';

const runs = Number(process.env['PROPERTY_RUNS'] ?? 400);
let table: Table;

beforeAll(() => {
  table = new Table();
});
afterAll(() => {
  table.close();
});

/** Fills the table, for half of the cases with the very index that the order wants. */
function given({ known, rows, other, others, query, indexed }: Case) {
  const fields = known.types;
  const index = sortKeys(query.order, known)
    .filter(({ path }) => path.hops.length === 0)
    .map(({ path, descending }) => sortExpression(path.field, path.type) + (descending ? ' desc' : ''));
  const singles = fieldsOf(query)
    .filter((field) => fields.has(field))
    .map((field) => [sortExpression(field, fields.get(field) ?? 'string')]);
  table.fill(fields, rows, indexed ? [index, ...singles] : []);
  table.fill(other.types, others, indexed ? [['sys_id']] : [], other.cache);
}

function idsInJavaScript(one: Case): (string | undefined)[] {
  const { known, rows, query, context } = one;
  return rows
    .filter(matcher(query, known, context, lookupIn(one)))
    .sort(comparer(query.order, known, lookupIn(one)))
    .map((row) => row['sys_id']);
}

test('a query survives being written and read', () => {
  fc.assert(
    fc.property(caseArbitrary, ({ query }) => {
      expect(parse(print(query))).toEqual(query);
    }),
    { numRuns: runs },
  );
});

test('SQL and JavaScript find the same records in the same order', () => {
  fc.assert(
    fc.property(caseArbitrary, (one) => {
      given(one);
      const { known, query, context } = one;
      const found = table.rows(select([toSql(query, known, context)], orderSql(query.order, known)));
      expect(found.map((row) => row['sys_id'])).toEqual(idsInJavaScript(one));
    }),
    { numRuns: runs },
  );
});

test('pages by keyset show every record once, in order', () => {
  fc.assert(
    fc.property(caseArbitrary, (one) => {
      given(one);
      const { known, query, context, limit } = one;
      const shown: Row[] = [];
      for (;;) {
        const last = shown.at(-1);
        const after = last ? [keyset(query.order, known, position(last, one), 't')] : [];
        const page = table.rows(
          select(
            [toSql(query, known, context, 't'), ...after],
            orderSql(query.order, known, 't'),
            limit,
            walkedColumns(query.order, known, 't'),
          ),
        );
        shown.push(...page);
        expect(shown.length).toBeLessThanOrEqual(one.rows.length);
        if (page.length < limit) break;
      }
      expect(shown.map((row) => row['sys_id'])).toEqual(idsInJavaScript(one));
    }),
    { numRuns: runs },
  );
});

test('the seeks after a record, one after the other, show what follows it', () => {
  fc.assert(
    fc.property(caseArbitrary, fc.nat(), (one, start) => {
      given(one);
      const { known, query, context } = one;
      const ids = idsInJavaScript(one);
      const at = start % Math.max(ids.length, 1);
      const last = one.rows.find((row) => row['sys_id'] === ids[at]);
      if (!last) return;
      const shown = seeks(query.order, known, position(last, one)).flatMap(({ after, order }) =>
        table.rows(select([toSql(query, known, context), after], order)),
      );
      expect(shown.map((row) => row['sys_id'])).toEqual(ids.slice(at + 1));
    }),
    { numRuns: runs },
  );
});

/** A row cut down to the columns that paging says it needs; what lies in other records is looked up. */
function position(row: Row, one: Case): Row {
  const { query, known } = one;
  const keys = sortKeys(query.order, known);
  return Object.fromEntries(
    keysetColumns(query.order, known).map((name, at) => {
      const { path } = keys[at] ?? {};
      return [name, row[name] ?? (path ? textReader(path, 'shown', lookupIn(one))(row) : '')];
    }),
  );
}

test('folding forgets case, and folding again changes nothing', () => {
  fc.assert(
    fc.property(text, (any) => {
      const folded = fold(any);
      expect(fold(folded)).toBe(folded);
      expect(fold(any.toUpperCase())).toBe(folded);
      expect(fold(any.normalize('NFD'))).toBe(folded);
    }),
    { numRuns: runs * 5 },
  );
});

test('what goes by the record alone is found whenever and by whomever it is asked', () => {
  fc.assert(
    fc.property(caseArbitrary, instant, (one, later) => {
      const { known, rows, query, context } = one;
      if (!goesByRecord(query, known.types)) return;
      const now = matcher(query, known, context, lookupIn(one));
      const then = matcher(query, known, { ...context, now: later });
      for (const row of rows) expect(then(row)).toBe(now(row));
    }),
    { numRuns: runs },
  );
});

test('every query can be said', () => {
  fc.assert(
    fc.property(caseArbitrary, ({ known, query }) => {
      const said = inWords(query, known, { label: (field) => `<${field}>`, display: () => 'it' });
      for (const { field } of query.groups.flat(2)) expect(said).toContain(`<${field}>`);
      expect(said).not.toMatch(/\{\w+\}|undefined/);
    }),
    { numRuns: runs },
  );
});

test('clocks lead to an instant that they show, but for those they leave out', () => {
  fc.assert(
    fc.property(instant, zone, (at, timeZone) => {
      const wall = wallOf(at, timeZone);
      const back = fromWall(wall, timeZone);
      expect(wallOf(back, timeZone)).toBe(wall);
      expect(back).toBeLessThanOrEqual(at);
      expect(at - back).toBeLessThanOrEqual(7_200_000);
    }),
    { numRuns: runs * 5 },
  );
});
