import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Right } from '../access/right.ts';
import type { Flow, Policy, Rule } from '../records/rule.ts';
import type { Schema } from '../schema/schema.ts';

/** What somebody adds to the logic of the demo by files of their own. */
export interface Added {
  rules: Rule[];
  policies: Policy[];
  flows: Flow[];
  rights: Right[];
}

const run = z.custom<never>((value) => typeof value === 'function', 'must be a function');
const name = z.string().min(1);

/** What an export of each kind looks like, given what a table is. */
const shapes = {
  rights: (table: z.ZodString) =>
    z.object({
      table,
      operations: z.array(z.enum(['read', 'insert', 'update', 'delete'])),
      roles: z.array(z.string()),
      where: run.optional(),
    }),
  policies: (table: z.ZodString) => z.object({ table, when: run, mandatory: z.array(z.string()) }),
  rules: (table: z.ZodString) =>
    z.object({
      name,
      table,
      when: z.enum(['before', 'after']),
      on: z.array(z.enum(['insert', 'update', 'delete'])),
      run,
    }),
  flows: (table: z.ZodString) => z.object({ name, table, when: run, run }),
};

/** The kinds by what only they have; the first that has it is meant. */
const marks = [
  { mark: 'operations', kind: 'rights' },
  { mark: 'mandatory', kind: 'policies' },
  { mark: 'on', kind: 'rules' },
  { mark: 'run', kind: 'flows' },
] as const;

/**
 * Takes business rules, data policies, flows and access controls from every module in the folder, in the order of their
 * names: whatever a module exports, one by one or in lists. Throws a sentence for a file or an export that is none.
 */
export async function addedRules(folder: string, schema: Schema): Promise<Added> {
  const added: Added = { rules: [], policies: [], flows: [], rights: [] };
  const files = (await readdir(folder)).filter((file) => /\.(?:ts|mts|js|mjs)$/.test(file)).sort();
  for (const file of files) {
    const path = resolve(join(folder, file));
    const exports = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exports))
      for (const one of [value].flat()) add(added, schema, one, `${file}, ${name}`);
  }
  return added;
}

function add(added: Added, schema: Schema, one: unknown, where: string): void {
  const given = typeof one === 'object' && one !== null ? one : {};
  const kind = marks.find(({ mark }) => mark in given)?.kind;
  if (!kind) throw new Error(`${where}: This is no rule, data policy, flow or access control`);
  const table = z.string().refine((text) => schema.get(text) !== undefined, 'is no table of the demo');
  const [issue] = shapes[kind](table).safeParse(one).error?.issues ?? [];
  if (issue) throw new Error(`${where}: ${issue.path.join('.')}: ${issue.message}`);
  (added[kind] as unknown[]).push(one);
}
