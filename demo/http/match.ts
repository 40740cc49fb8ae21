import { Refusal } from '../refusal.ts';
import type { Route } from './routes.ts';

/** The route for a request, with what its path names. Refuses paths and methods that lead nowhere. */
export function match(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } {
  const segments = path.split('/').map(decode);
  const fitting = routes.flatMap((route) => {
    const params = fit(route.pattern, segments);
    return params ? [{ route, params }] : [];
  });
  const wanted = method === 'HEAD' ? 'GET' : method;
  const found = fitting.find(({ route }) => route.method === wanted);
  if (found) return found;
  if (fitting.length > 0)
    throw new Refusal(405, 'Method not supported', `Method ${method} is not supported here`);
  throw new Refusal(400, 'Requested URI does not represent any resource', path.slice(0, 200));
}

function fit(pattern: string, segments: readonly string[]): Record<string, string> | null {
  const parts = pattern.split('/');
  if (parts.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':') && segment !== '') params[part.slice(1)] = segment;
    else if (part !== segment) return null;
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(400, 'Requested URI does not represent any resource', 'The path is not well-formed');
  }
}
