import { Problem } from '../problem.ts';

/** The time of an action, in UTC, `YYYY-MM-DD HH:mm:ss`. */
export interface Times {
  /** As the definition's `times` say. */
  now: string;
  /** By the laptop's clock, and corrected to the instance's; only of a definition that sends both. */
  clocks?: { device: string; corrected: string };
}

/** What a template may refer to. */
export interface Scope extends Times {
  inputs: Readonly<Record<string, string>>;
  /** The action's record as the view shows it; null for an action without one. */
  record: Readonly<Record<string, string>> | null;
  user: { sys_id: string; name: string };
  /** sys_ids made by earlier steps, by their `as`. */
  steps: ReadonlyMap<string, string>;
  /** Gathers every value that is filled in; left out, nobody asks for them. */
  filled?: Set<string>;
}

/** `{input.note}`, `{steps.shift.sys_id}`: a word, dots and names between braces. */
const REFERENCE = /\{([a-z_]+(?:\.[a-z0-9_]+)*)\}/g;

/** Names referred to by a template, such as `input.note`, each once. */
export function references(template: string): string[] {
  return [...new Set([...template.matchAll(REFERENCE)].map((match) => match[1] ?? ''))];
}

/**
 * Fills a template in. The laws have checked that its references resolve; one that does not is a broken definition
 * and throws, since an empty text in its place would be sent to the instance.
 */
export function fill(template: string, scope: Scope): string {
  return template.replaceAll(REFERENCE, (_, reference: string) => {
    const value = lookUp(reference, scope);
    if (value === undefined) throw new Error(`{${reference}} refers to nothing here`);
    scope.filled?.add(value);
    return value;
  });
}

/** Fills every value of a `set` in. */
export function fillAll(set: Readonly<Record<string, string>>, scope: Scope): Record<string, string> {
  return Object.fromEntries(Object.entries(set).map(([name, template]) => [name, fill(template, scope)]));
}

/**
 * Fills a path in; each value becomes one path segment's worth, so that no input can lead to another endpoint. Throws
 * Problem `not-offered` for `.` and `..`, which go up and down a path however they are encoded.
 */
export function fillPath(template: string, scope: Scope): string {
  const path = template.replaceAll(REFERENCE, (reference) => encodeURIComponent(fill(reference, scope)));
  const dots = path.split(/[/?#]/).find((segment) => segment === '.' || segment === '..');
  if (dots === undefined) return path;
  throw new Problem({ kind: 'not-offered', message: `“${dots}” can be no part of an address` });
}

function lookUp(reference: string, scope: Scope): string | undefined {
  const [space = '', name = '', last] = reference.split('.');
  switch (space) {
    case 'now':
      return name === '' ? scope.now : own({ ...scope.clocks }, name);
    case 'input':
      return own(scope.inputs, name);
    case 'record':
      return own(scope.record ?? {}, name);
    case 'user':
      return name === 'sys_id' ? scope.user.sys_id : name === 'name' ? scope.user.name : undefined;
    case 'steps':
      return last === 'sys_id' ? scope.steps.get(name) : undefined;
    default:
      return undefined;
  }
}

/** A value of the object's own, not one that every object has, such as `constructor`. */
function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
