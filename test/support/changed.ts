/** JSON that a test may change. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/**
 * A copy of some JSON with the value at a path such as `actions[2].steps[0].run` set; undefined takes it away. What the
 * path leads through must be there.
 */
export function changed(json: unknown, path: string, value: Json | undefined): unknown {
  const copy = structuredClone(json);
  const parts = path.split(/[.[\]]+/).filter((part) => part !== '');
  const last = parts.pop() ?? '';
  let inside: unknown = copy;
  for (const part of parts) inside = Reflect.get(container(inside, path), part);
  const place = container(inside, path);
  if (value === undefined) Reflect.deleteProperty(place, last);
  else Reflect.set(place, last, value);
  return copy;
}

function container(value: unknown, path: string): object {
  if (typeof value === 'object' && value !== null) return value;
  throw new Error(`${path} leads nowhere`);
}
