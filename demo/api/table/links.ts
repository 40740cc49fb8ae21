import type { SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';

/** The `Link` header: the same list from its beginning, one page back, one on, and its last page. */
export function pageLinks(
  instance: Instance,
  call: SignedCall,
  window: { limit: number; offset: number },
  total: number | null,
  isFull: boolean,
): string {
  const { limit, offset } = window;
  const before = address(instance, call, limit);
  const to = (rel: string, at: number): string => `<${before(at)}>;rel="${rel}"`;
  const links: string[] = [];
  if (limit > 0 && (total === null ? isFull : offset + limit < total)) links.push(to('next', offset + limit));
  if (offset > 0) links.push(to('prev', Math.max(offset - limit, 0)));
  links.push(to('first', 0));
  if (total !== null && limit > 0) links.push(to('last', Math.floor(Math.max(total - 1, 0) / limit) * limit));
  return links.join(',');
}

/** The address of the same list, at whichever record it begins. */
function address(instance: Instance, call: SignedCall, limit: number): (offset: number) => string {
  const query = new URLSearchParams(call.query);
  query.set('sysparm_limit', String(limit));
  const path = call.path.replace(
    '/api/now/',
    call.version === '' ? '/api/now/' : `/api/now/${call.version}/`,
  );
  return (offset) => {
    query.set('sysparm_offset', String(offset));
    return `${instance.url()}${path}?${query.toString()}`;
  };
}
