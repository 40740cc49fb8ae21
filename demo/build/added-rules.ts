import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { schema } from '../schema/schema.ts';
import type { Flow } from '../service/rules/flows.ts';
import type { Right } from '../service/rules/rights.ts';
import type { Policy, Rule } from '../records/rule.ts';

/** What somebody adds to the logic of the demo by files of their own. */
export interface Added {
  rules: Rule[];
  policies: Policy[];
  flows: Flow[];
  rights: Right[];
}

const run = z.custom<never>((value) => typeof value === 'function', 'must be a function');
const table = z.string().refine((name) => schema.has(name), 'is no table of the demo');
const named = z.object({ name: z.string().min(1), table });

/** Each kind by what only it has; the first that has it is meant. */
const kinds = [
  {
    list: 'rights',
    mark: 'operations',
    shape: z.object({
      table,
      operations: z.array(z.enum(['read', 'insert', 'update', 'delete'])),
      roles: z.array(z.string()),
      where: run.optional(),
    }),
  },
  {
    list: 'policies',
    mark: 'mandatory',
    shape: z.object({ table, when: run, mandatory: z.array(z.string()) }),
  },
  {
    list: 'rules',
    mark: 'on',
    shape: named.extend({
      when: z.enum(['before', 'after']),
      on: z.array(z.enum(['insert', 'update', 'delete'])),
      run,
    }),
  },
  { list: 'flows', mark: 'run', shape: named.extend({ when: run, run }) },
] as const;

/**
 * Takes business rules, data policies, flows and access controls from every module in the folder, in the order of their
 * names: whatever a module exports, one by one or in lists. Throws a sentence for a file or an export that is none.
 */
export async function addedRules(folder: string): Promise<Added> {
  const added: Added = { rules: [], policies: [], flows: [], rights: [] };
  const files = (await readdir(folder)).filter((file) => /\.(?:ts|mts|js|mjs)$/.test(file)).sort();
  for (const file of files) {
    const path = resolve(join(folder, file));
    const exports = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exports))
      for (const one of [value].flat()) add(added, one, `${file}, ${name}`);
  }
  return added;
}

function add(added: Added, one: unknown, where: string): void {
  const given = typeof one === 'object' && one !== null ? one : {};
  const kind = kinds.find(({ mark }) => mark in given);
  if (!kind) throw new Error(`${where}: This is no rule, data policy, flow or access control`);
  const [issue] = kind.shape.safeParse(one).error?.issues ?? [];
  if (issue) throw new Error(`${where}: ${issue.path.join('.')}: ${issue.message}`);
  (added[kind.list] as unknown[]).push(one);
}
