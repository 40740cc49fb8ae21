import type { QueryContext } from './context.ts';
import { QueryError } from './error.ts';

/**
 * The functions that may follow `javascript:` in a value. They are looked up by name and never run as script, so a
 * definition from an instance cannot make a laptop execute anything.
 */
const functions = {
  'gs.getUserID': (context) => context.userId,
} as const satisfies Record<string, (context: QueryContext) => string>;

export type FunctionName = keyof typeof functions;

/** A value of a condition: text as written, or a function asked when the query is evaluated. */
export type Value = string | { readonly call: FunctionName };

const script = /^\s*javascript:/i;
const call = /^\s*javascript:\s*([\w.]+)\(\s*\)\s*;?\s*$/i;

/** Whether a value would be read as script instead of as the text it is. */
export function isScript(text: string): boolean {
  return script.test(text);
}

/** Reads one value of the condition `term`. Throws QueryError for a script other than a call of a known function. */
export function parseValue(text: string, term: string): Value {
  if (!isScript(text)) return text;
  const name = call.exec(text)?.[1];
  if (name !== undefined && isFunction(name)) return { call: name };
  throw new QueryError(
    term,
    `"${term}" holds a script that Outpost does not know; known are ${Object.keys(functions).join('(), ')}()`,
  );
}

/** The text a value stands for now. */
export function resolve(value: Value, context: QueryContext): string {
  return typeof value === 'string' ? value : functions[value.call](context);
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}
