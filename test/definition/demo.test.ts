import { expect, test } from 'vitest';
import demo from '../../demo/definition.json' with { type: 'json' };
import { definitionJsonSchema } from '../../main/definition/json-schema.ts';

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  additionalProperties?: Schema | boolean;
  const?: unknown;
  enum?: unknown[];
  /** Said by leaving it out. */
  default?: unknown;
}

/** Which branch of a union a value takes is told by one of these. */
const tellers = ['type', 'do'];

/** Methods of HTTP are what an instance's scripts have, not what an app has to show. */
const apart = new Set(['method']);

/** Every key, kind and choice that the schema offers at these places and that none of the values there makes use of. */
function unused(schema: Schema, values: unknown[], path: string): string[] {
  if (values.length === 0) return [path];
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return unusedInUnion(branches, values, path);
  if (schema.items) return unused(schema.items, values.flat(), `${path}[]`);
  // What a definition says once is said one way.
  if (schema.enum && !path.includes('[]')) return [];
  if (schema.enum)
    return schema.enum
      .filter((one) => one !== schema.default && !values.includes(one))
      .map((one) => `${path}=${String(one)}`);
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) =>
    apart.has(key) ? [] : unused(inner, valuesOf(values, key), `${path}.${key}`),
  );
}

/** Of an object in a union each kind is to be there, and each key in one of the kinds that have it. */
function unusedInUnion(branches: Schema[], values: unknown[], path: string): string[] {
  const found = branches.map((branch) => ({ branch, its: values.filter((value) => fits(branch, value)) }));
  const nobody = found.filter(({ its }) => its.length === 0).map((_, at) => `${path}: kind ${at}`);
  const keys = new Set(branches.flatMap(({ properties }) => Object.keys(properties ?? {})));
  const missing = [...keys]
    .filter((key) => !apart.has(key))
    .flatMap((key) => {
      const inner = found.flatMap(({ branch, its }) =>
        branch.properties?.[key]
          ? [unused(branch.properties[key], valuesOf(its, key), `${path}.${key}`)]
          : [],
      );
      if (tellers.includes(key)) return inner.flat();
      return inner.reduce((left, more) => left.filter((one) => more.includes(one)));
    });
  const lists = found.flatMap(({ branch, its }) => (branch.items ? unused(branch, its, path) : []));
  return [...nobody, ...missing, ...lists];
}

function fits(branch: Schema, value: unknown): boolean {
  if (branch.items) return Array.isArray(value);
  if (!branch.properties) return typeof value !== 'object' || value === null;
  if (Array.isArray(value)) return false;
  return tellers.every((teller) => {
    const told = branch.properties?.[teller];
    const said = (value as Record<string, unknown>)[teller];
    return told === undefined || told.const === said || told.enum?.includes(said) === true;
  });
}

function valuesOf(values: unknown[], key: string): unknown[] {
  return values.flatMap((value) => {
    const inner = (value as Record<string, unknown>)[key];
    return inner === undefined ? [] : [inner];
  });
}

test("the demo's definition makes use of everything that a definition can say", () => {
  expect(unused(definitionJsonSchema() as Schema, [demo], '')).toEqual([]);
});

test('what is not used is named', () => {
  const { $schema, ...bare } = demo;
  expect($schema).toBe('./definition.schema.json');
  const lists = demo.lists.map(({ id, label, table, query, columns }) => ({
    id,
    label,
    table,
    query,
    columns,
  }));
  expect(unused(definitionJsonSchema() as Schema, [{ ...bare, lists }], '')).toEqual([
    '.$schema',
    '.lists[].actions',
  ]);
  const forms = demo.forms.map((form) => ({
    ...form,
    inputs: form.inputs.filter(({ type }) => type !== 'boolean'),
  }));
  expect(unused(definitionJsonSchema() as Schema, [{ ...demo, forms }], '')).toEqual([
    '.forms[].inputs[].type=boolean',
  ]);
});
