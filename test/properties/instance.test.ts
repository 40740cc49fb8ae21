import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import definition from '../../demo/definition.json' with { type: 'json' };
import type { Demo } from '../../demo/server.ts';
import { schema } from '../../demo/service/schema/schema.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { checkDefinition } from '../../main/definition/check.ts';
import { tableMeta } from '../../main/instance/meta.ts';
import type { RemoteRecord } from '../../main/instance/record.ts';
import { matcher } from '../../main/query/matches.ts';
import { parse } from '../../main/query/parse.ts';
import { pathOf } from '../../main/query/path.ts';
import { type Lookup, type Row, textReader } from '../../main/query/row.ts';
import { type CacheTable } from '../../main/records/cache-table.ts';
import { type Catalog, makeCatalog, tableOf } from '../../main/records/catalog.ts';
import { Dictionary } from '../../main/records/dictionary.ts';
import { remoteFields, rowFrom } from '../../main/records/remote.ts';
import type { FieldType } from '../../preload/contract/records.ts';
import { ask, NOON, rowsOf, testDemo } from '../demo/ask.ts';
import { pathsOf } from './query-cases.ts';

const runs = Number(process.env['PROPERTY_RUNS'] ?? 200);
let demo: Demo;
let catalog: Catalog;
const rows = new Map<string, Row[]>();

beforeAll(async () => {
  demo = await testDemo();
  catalog = demoCatalog();
  for (const table of catalog.tables.values()) rows.set(table.name, await everyRow(table));
});
afterAll(() => demo.close());

function demoCatalog(): Catalog {
  const checked = checkDefinition(definition);
  if (!checked.ok) throw new Error('the definition of the demo is broken');
  const metas = checked.definition.datasets.map(({ table }) => {
    const { label, columns } = schema.known(table);
    const told = [...columns].map(([column, { label, type, reference, maxLength, choices }]) => [
      column,
      { label, internal_type: type, reference: reference || null, max_length: maxLength, choices },
    ]);
    return tableMeta(table, { result: { label, columns: Object.fromEntries(told) as unknown } });
  });
  return makeCatalog(checked.definition, new Dictionary(metas), {
    sys_id: idOf('sys_user admin'),
    name: '',
    userName: 'admin',
  });
}

async function everyRow(table: CacheTable): Promise<Row[]> {
  const reply = await ask(demo, {
    path: `/api/now/table/${table.name}`,
    query: {
      sysparm_display_value: 'all',
      sysparm_fields: remoteFields(table).join(),
      sysparm_limit: '10000',
    },
    as: 'admin',
  });
  return rowsOf(reply).map((record) => rowFrom(table, record as RemoteRecord, null));
}

const lookup: Lookup = ({ name, parts }, sysId) =>
  (parts ?? [{ name }]).flatMap((part) => rows.get(part.name) ?? []).find((row) => row['sys_id'] === sysId);

async function found(table: string, query: string): Promise<string[]> {
  const reply = await ask(demo, {
    path: `/api/now/table/${table}`,
    query: { sysparm_query: query, sysparm_fields: 'sys_id', sysparm_limit: '10000' },
    as: 'admin',
  });
  return rowsOf(reply)
    .map((row) => String(row['sys_id']))
    .sort();
}

const context = { userId: idOf('sys_user admin'), userName: 'admin', now: NOON, timeZone: 'Europe/London' };

/** Operators on which the instance and Outpost have to agree, by the types of field that they make sense for. */
const operators: readonly (readonly [types: readonly FieldType[], operators: readonly string[]])[] = [
  [
    ['string', 'reference', 'choice', 'integer', 'datetime', 'date'],
    ['=', '!=', 'IN', 'NOT IN', 'ISEMPTY', 'ISNOTEMPTY', 'EMPTYSTRING', 'ANYTHING', 'SAMEAS', 'NSAMEAS'],
  ],
  [
    ['string', 'reference'],
    ['LIKE', 'NOT LIKE', 'STARTSWITH', 'ENDSWITH'],
  ],
  [['string'], ['MATCH_RGX', 'MATCH_RGX_FIELD', 'IN_FIELD']],
  [
    ['integer', 'datetime', 'date'],
    ['<', '<=', '>', '>=', 'BETWEEN', 'GT_FIELD', 'GT_OR_EQUALS_FIELD', 'LT_FIELD', 'LT_OR_EQUALS_FIELD'],
  ],
  [
    ['datetime'],
    [
      'ON',
      'NOTON',
      'RELATIVEGT',
      'RELATIVEGE',
      'RELATIVELT',
      'RELATIVELE',
      'RELATIVEEE',
      'MORETHAN',
      'LESSTHAN',
    ],
  ],
  [['boolean'], ['=', '!=']],
];

/** One condition in writing, on a field of the table or of a record that it refers to. */
function conditionArbitrary(table: CacheTable): fc.Arbitrary<string> {
  const paths = pathsOf(table, 1).map((path) => ({ path, ...pathOf(table, path, path) }));
  return fc.constantFrom(...paths.filter(({ type }) => type !== 'journal')).chain(({ path, type }) => {
    const suitable = operators.flatMap(([types, some]) => (types.includes(type) ? some : []));
    const others = paths.filter((other) => other.type === type).map((other) => other.path);
    return fc
      .tuple(
        fc.constantFrom(...suitable),
        fc.constantFrom(...others),
        valueOf(table, path, 'stored'),
        valueOf(table, path, 'stored'),
        valueOf(table, path, 'shown'),
        fc.nat(3),
      )
      .map(
        ([operator, other, one, two, shown, number]) =>
          path + operator + written(operator, { other, one, two, shown, number }),
      );
  });
}

/** What hardly any record holds. */
const elsewhere: Partial<Record<FieldType, string>> = {
  datetime: '2026-06-17 10:00:00',
  date: '2026-06-17',
  integer: '7',
  boolean: 'true',
};

function valueOf(table: CacheTable, path: string, reads: 'stored' | 'shown'): fc.Arbitrary<string> {
  const way = pathOf(table, path, path);
  const read = textReader(way, reads, lookup);
  return fc.constantFrom(
    elsewhere[way.type] ?? 'nothing such',
    ...(rows.get(table.name) ?? []).map(read).filter((text) => !/[\^@,]/.test(text)),
  );
}

const units = ['hour', 'day', 'week', 'month', 'quarter', 'year'];

interface Given {
  other: string;
  one: string;
  two: string;
  shown: string;
  number: number;
}

function written(operator: string, { other, one, two, shown, number }: Given): string {
  const part = shown.slice(number, number + 6).toUpperCase() || 'x';
  if (/EMPTY|ANYTHING/.test(operator)) return '';
  if (/SAMEAS|FIELD/.test(operator)) return other;
  if (/IN$/.test(operator)) return [one, two].join();
  if (/LIKE|WITH/.test(operator)) return part;
  if (/THAN$/.test(operator)) return `${other}@hour@before@${number}`;
  if (operator.startsWith('RELATIVE')) return `@${units[shown.length % units.length] ?? ''}@ago@${number}`;
  if (operator === 'BETWEEN') return `${one || '1'}@${two || '2'}`;
  if (operator === 'MATCH_RGX') return `${one.replaceAll(/\W/g, '.')}.*`;
  if (/ON$/.test(operator)) return one.slice(0, 10) || '2026-06-17';
  return /[<>]/.test(operator) ? one || '1' : one;
}

test('of the same records the demo instance finds what Outpost finds', async () => {
  const query = fc.constantFrom('wm_task', 'wm_order', 'x_outpost_shift', 'sys_user').chain((name) => {
    const condition = conditionArbitrary(tableOf(catalog, name));
    const joint = fc.constantFrom('^', '^OR', '^NQ');
    return fc
      .tuple(condition, fc.array(fc.tuple(joint, condition), { maxLength: 2 }))
      .map(([first, more]) => ({ name, text: first + more.flat().join('') }));
  });
  await fc.assert(
    fc.asyncProperty(query, async ({ name, text }) => {
      const table = tableOf(catalog, name);
      const ours = (rows.get(name) ?? []).filter(matcher(parse(text), table, context, lookup));
      expect(await found(name, text)).toEqual(ours.map((row) => row['sys_id'] ?? '').sort());
    }),
    { numRuns: runs },
  );
}, 120_000);
