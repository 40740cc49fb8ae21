import { canRead } from '../access/access.ts';
import { result, type Answer } from '../http/answer.ts';
import { isOn, type SignedCall } from '../http/call.ts';
import type { Instance } from '../instance.ts';
import { notFound } from '../refusal.ts';
import { candidates, compileFor, page } from './find.ts';
import { pageLinks } from './links.ts';
import { shapeOf, tableNamed, windowOf } from './parameters.ts';
import { plainFilter } from './plain-filter.ts';
import { renderer } from './render.ts';

/** `GET /api/now/table/{table}`. The limit counts records before rights do, so a page may come short. */
export function listRecords(instance: Instance, call: SignedCall): Answer {
  const table = tableNamed(call.params['table']);
  const query = compileFor(instance, table, call.query.get('sysparm_query') ?? '', call.session);
  const plain = call.query.has('sysparm_query') ? null : plainFilter(instance, call, table);
  const matches = plain ?? query.matches;
  const window = windowOf(call);
  const found = page(candidates(instance, table, query), matches, window, !isOn(call, 'sysparm_no_count'));
  const rows = found.rows.filter((row) => canRead(instance, call.session, row));
  if (call.version === 'v1' && rows.length === 0) throw notFound();
  const show = renderer(instance, table, shapeOf(call), call);
  const isFull = found.rows.length === window.limit;
  return result(rows.map(show), {
    ...(found.total !== null && { 'X-Total-Count': String(found.total) }),
    ...(!isOn(call, 'sysparm_suppress_pagination_header') && {
      Link: pageLinks(instance, call, window, found.total, isFull),
    }),
  });
}
