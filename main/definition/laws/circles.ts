import { QueryError } from '../../query/error.ts';
import { fieldsOf } from '../../query/fields-of.ts';
import { parse } from '../../query/parse.ts';
import type { Form } from '../schema.ts';
import { references } from '../template.ts';
import type { Lawbook } from './law.ts';

/** By input: the inputs that it goes by. */
type Ways = Map<string, Set<string>>;

/**
 * No input is calculated from itself, and none is read-only by its own value, over whatever others: what is typed into a
 * read-only input does not count, so such a rule would undo its own condition.
 */
export function circleLaws({ rules }: Form, path: string, { report }: Lawbook): void {
  const calculated: Ways = new Map();
  const all: Ways = new Map();
  const fixed: Ways = new Map();
  for (const { when, set, readOnly } of rules) {
    const asked = inputsOf(when);
    for (const [name, template] of Object.entries(set)) {
      const inputs = references(template).flatMap((reference) =>
        reference.startsWith('input.') ? [reference.slice('input.'.length)] : [],
      );
      add(calculated, name, inputs);
      add(all, name, [...inputs, ...asked]);
    }
    for (const name of readOnly) {
      add(fixed, name, asked);
      add(all, name, asked);
    }
  }
  for (const name of calculated.keys()) {
    if (leadsTo(calculated, name, name))
      report(path, `The input ${name} is calculated from itself; break the circle.`);
  }
  for (const [name, asked] of fixed) {
    if ([...asked].some((other) => other === name || leadsTo(all, other, name)))
      report(path, `The input ${name} is read-only by its own value; break the circle.`);
  }
}

function add(ways: Ways, name: string, inputs: readonly string[]): void {
  ways.set(name, new Set([...(ways.get(name) ?? []), ...inputs]));
}

function leadsTo(ways: Ways, name: string, goal: string, seen = new Set<string>()): boolean {
  return [...(ways.get(name) ?? [])].some((next) => {
    if (next === goal) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return leadsTo(ways, next, goal, seen);
  });
}

/** What a condition asks for, a reference by its own name; a condition that cannot be read is reported elsewhere. */
function inputsOf(when: string): string[] {
  try {
    return [...fieldsOf(parse(when))].map((field) => field.split('.')[0] ?? field);
  } catch (error) {
    if (error instanceof QueryError) return [];
    throw error;
  }
}
