import { canRead } from '../../access/access.ts';
import { result, type Answer } from '../../http/answer.ts';
import { isOn, type SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { notFound } from '../../refusal.ts';
import type { Table } from '../../schema/table.ts';
import type { Row } from '../../store/row.ts';
import { candidates, compileFor, matchesOf, some } from './find.ts';
import { pageLinks } from './links.ts';
import { shapeOf, tableNamed, windowOf } from './parameters.ts';
import { plainFilter } from './plain-filter.ts';
import { renderer } from './render.ts';

/** `GET /api/now/table/{table}`. The limit counts records before rights do, so a page may come short. */
export function listRecords(instance: Instance, call: SignedCall): Answer {
  const table = tableNamed(instance.store.schema, call);
  const window = windowOf(call);
  const found = pageOf(instance, call, table, window);
  const rows = found.rows.filter((row) => canRead(instance, call.session, row));
  if (call.version === 'v1' && rows.length === 0) throw notFound();
  const show = renderer(instance, table, shapeOf(call, table), call);
  const isFull = found.rows.length === window.limit;
  return result(rows.map(show), {
    ...(found.total !== null && { 'X-Total-Count': String(found.total) }),
    ...(!isOn(call, 'sysparm_suppress_pagination_header') && {
      Link: pageLinks(instance, call, window, found.total, isFull),
    }),
  });
}

/** The window's records, and how many there are in all unless nobody wants to know. */
export function pageOf(
  instance: Instance,
  call: SignedCall,
  table: Table,
  window: { limit: number; offset: number },
): { rows: readonly Row[]; total: number | null } {
  const query = call.query.get('sysparm_query');
  const counted = (total: number): number | null => (isOn(call, 'sysparm_no_count') ? null : total);
  const plain = query === null ? plainFilter(instance, call, table) : null;
  const isFirst = window.offset === 0 && isOn(call, 'sysparm_no_count');
  if (!plain && !isFirst) {
    const all = matchesOf(instance, table, query ?? '', call.session);
    return { rows: all.slice(window.offset, window.offset + window.limit), total: counted(all.length) };
  }
  const compiled = compileFor(instance, table, query ?? '', call.session);
  const matches = plain ?? compiled.matches;
  const possible = candidates(instance, table, compiled);
  if (isFirst) return { rows: some(possible, matches, window.limit), total: null };
  const all = [...possible].filter(matches);
  return { rows: all.slice(window.offset, window.offset + window.limit), total: counted(all.length) };
}
