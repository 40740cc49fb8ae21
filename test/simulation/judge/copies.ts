import type Sqlite from 'better-sqlite3';
import { dispatch } from '../../../demo/api/dispatch.ts';
import { addressOf } from '../../../demo/http/read.ts';
import type { Instance } from '../../../demo/instance.ts';
import { rowsIn } from '../look.ts';
import { Violation } from '../violation.ts';

type Row = Record<string, string>;
interface Dataset {
  table_name: string;
  query: string;
}

/** What is cached is what the instance has: the same records, and of each the same values. What waits is left out of the view. */
export function judgeCopies(database: Sqlite.Database, instance: Instance, user: string): void {
  const bases = new Map(
    rowsIn<{ sys_id: string; base: string | null }>(database, 'SELECT sys_id, base FROM cached_base').map(
      (row) => [row.sys_id, row.base === null ? null : (JSON.parse(row.base) as Row)],
    ),
  );
  const token = instance.tokens.issue('access', 'outpost', user);
  for (const { table_name: table, query } of rowsIn<Dataset>(
    database,
    'SELECT table_name, query FROM cached_dataset',
  )) {
    const there = new Map(ask(instance, token.text, table, query).map((row) => [row['sys_id'] ?? '', row]));
    const here = new Map<string, Row>();
    for (const row of rowsIn<Row>(database, `SELECT * FROM cache_${table}`))
      here.set(row['sys_id'] ?? '', row);
    for (const [sysId, base] of bases) {
      if (base) {
        if (here.has(sysId) || there.has(sysId)) here.set(sysId, base);
      } else here.delete(sysId);
    }
    for (const [sysId, row] of here) {
      const twin = there.get(sysId);
      // A record with changes that wait stays until they are settled.
      if (!twin && bases.has(sysId)) continue;
      if (!twin)
        throw new Violation('copies', `${table} ${sysId} is cached, but the instance has it no more`);
      compare(`${table} ${sysId}`, row, twin);
    }
    const missing = [...there.keys()].find((sysId) => !here.has(sysId) && !bases.has(sysId));
    if (missing !== undefined)
      throw new Violation('copies', `${table} ${missing} of the instance is not cached`);
  }
  instance.tokens.revoke(token);
}

function compare(name: string, here: Row, there: Row): void {
  for (const [field, value] of Object.entries(there)) {
    if (!(field in here) || field === 'work_notes' || (field === 'comments' && name.startsWith('wm_')))
      continue;
    if (here[field] !== value) {
      throw new Violation(
        'copies',
        `${name} has ${field} as “${String(here[field])}”, the instance “${value}”`,
      );
    }
  }
}

function ask(instance: Instance, token: string, table: string, query: string): Row[] {
  const asked = new URLSearchParams({
    sysparm_query: query,
    sysparm_limit: '1000',
    sysparm_exclude_reference_link: 'true',
  });
  const answer = dispatch(instance, {
    method: 'GET',
    ...addressOf(`/api/now/table/${table}?${asked.toString()}`),
    headers: { accept: 'application/json', authorization: `Bearer ${token}` },
    body: Buffer.alloc(0),
  });
  return (JSON.parse(answer.body.toString()) as { result: Row[] }).result;
}
