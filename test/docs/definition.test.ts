import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkDefinition } from '../../main/definition/check.ts';
import { definitionJsonSchema } from '../../main/definition/json-schema.ts';
import { operators } from '../../main/query/operators.ts';
import { root } from '../support/imports.ts';

/** The page on definitions: its complete examples are good ones, and its tables of keys say what the schema says. */
const page = readFileSync(join(root, 'docs/definition.md'), 'utf8');

const examples = [...page.matchAll(/^```json complete\n(.*?)^```$/gms)].map((block) => block[1] ?? '');

test('there are examples, and every JSON block is a complete one', () => {
  expect(examples.length).toBeGreaterThan(3);
  expect(page.match(/^```json/gm)).toHaveLength(examples.length);
});

test.for(examples.map((text, at) => [at + 1, text] as const))('example %i breaks no law', ([, text]) => {
  expect(checkDefinition(JSON.parse(text))).toMatchObject({ ok: true });
});

interface Schema {
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  const?: string;
  enum?: string[];
  default?: unknown;
}

/** Which kind of input or step an object is. */
const tellers = ['type', 'do'];

/** A key as the schema has it and as a row of a table tells it: `actions[].steps[] as (create): none`. */
function described(path: string, key: string, kind: string | null, fallback: string): string {
  return `${path} ${key}${kind === null ? '' : ` (${kind})`}: ${fallback}`;
}

/** Every key that the schema has, with its default. */
function keysOf(schema: Schema, path: string): string[] {
  const branches = schema.anyOf ?? schema.oneOf ?? [];
  const inside = Object.entries(schema.properties ?? {});
  const kinds = tellers.flatMap((teller) => kindsOf(schema.properties?.[teller]));
  return [
    ...branches.flatMap((branch) => keysOf(branch, path)),
    ...(schema.items ? keysOf(schema.items, `${path}[]`) : []),
    ...inside.flatMap(([key, inner]) => [
      ...(kinds.length > 0 ? kinds : [null]).map((kind) =>
        described(path, key, kind, fallbackOf(inner, schema.required?.includes(key) === true)),
      ),
      ...keysOf(inner, path === '' ? key : `${path}.${key}`),
    ]),
  ];
}

function kindsOf(teller: Schema | undefined): string[] {
  return teller?.const === undefined ? (teller?.enum ?? []) : [teller.const];
}

function fallbackOf(schema: Schema, required: boolean): string {
  if (required) return 'required';
  return schema.default === undefined ? 'none' : `\`${JSON.stringify(schema.default)}\``;
}

const everyKey = [...new Set(keysOf(definitionJsonSchema() as Schema, ''))];

/** All kinds of the objects at a path, for rows that are about all of them. */
function kindsAt(path: string): string[] {
  const here = everyKey.filter((key) => key.startsWith(`${path} `));
  return [...new Set(here.flatMap((key) => /\((\w+)\)/.exec(key)?.[1] ?? []))];
}

/** The rows of the tables that a comment such as `keys: lists[]` marks. */
function tableRows(): string[] {
  const tables = page.matchAll(/^<!-- keys:(.*?)-->\n\n((?:\|.*\n)+)/gm);
  return [...tables].flatMap(([, marked = '', table = '']) => {
    const path = marked.trim();
    const [head = [], , ...rows] = table.split('\n').map(cellsOf);
    const at = (name: string) => head.indexOf(name);
    return rows.slice(0, -1).flatMap((row) => {
      const key = (row[at('key')] ?? '').replaceAll('`', '');
      const told = row[at('for')];
      const kinds = told === undefined ? [null] : told === 'all' ? kindsAt(path) : told.split(', ');
      return kinds.map((kind) => described(path, key, kind, row[at('default')] ?? ''));
    });
  });
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

test('every key of the schema has a row with its default, and every row a key', () => {
  expect(tableRows().sort()).toEqual(everyKey.sort());
});

test('every operator of queries is named', () => {
  const named = new Set([...page.matchAll(/`([^`\n]+)`/g)].map((span) => span[1] ?? ''));
  expect(Object.keys(operators).filter((operator) => !named.has(operator))).toEqual([]);
});
