import type { Route } from '../instance.ts';
import { Refusal } from '../refusal.ts';

/** The segments of each pattern. */
const parts = new Map<string, readonly string[]>();

/** The route for a request, with what its path names. Refuses paths and methods that lead nowhere. */
export function match(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } {
  const segments = path.split('/').map(decode);
  const fitting = routes.filter((route) => fits(partsOf(route), segments));
  const wanted = method === 'HEAD' ? 'GET' : method;
  const route = fitting.find((one) => one.method === wanted);
  if (route) return { route, params: named(partsOf(route), segments) };
  if (fitting.length > 0)
    throw new Refusal(405, 'Method not supported', `Method ${method} is not supported here`);
  throw new Refusal(400, 'Requested URI does not represent any resource', path.slice(0, 200));
}

function partsOf({ pattern }: Route): readonly string[] {
  let known = parts.get(pattern);
  if (!known) parts.set(pattern, (known = pattern.split('/')));
  return known;
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  return pattern.every((part, index) =>
    part.startsWith(':') ? segments[index] !== '' : part === segments[index],
  );
}

function named(pattern: readonly string[], segments: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries())
    if (part.startsWith(':')) params[part.slice(1)] = segments[index] ?? '';
  return params;
}

function decode(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(400, 'Requested URI does not represent any resource', 'The path is not well-formed');
  }
}
