import { canRead } from '../../access/access.ts';
import { result, type Answer } from '../../http/answer.ts';
import type { SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { find } from '../../query/path.ts';
import { notFound } from '../../refusal.ts';
import type { Table } from '../../schema/table.ts';
import { read, type Row } from '../../store/row.ts';
import { shapeOf, tableNamed } from './parameters.ts';
import { renderer } from './render.ts';

/** `GET /api/now/table/{table}/{sys_id}`. */
export function getRecord(instance: Instance, call: SignedCall): Answer {
  const { table, row } = recordNamed(instance, call);
  return result(renderer(instance, table, shapeOf(call, table), call)(row));
}

/** The record a path names, if the user may see it; with the table it is really of. */
export function recordNamed(instance: Instance, call: SignedCall): { table: Table; row: Row } {
  const asked = tableNamed(instance.store.schema, call);
  const row = find(instance.store, asked.name, (call.params['sys_id'] ?? '').toLowerCase());
  if (!row || !canRead(instance, call.session, row)) throw notFound();
  return { table: instance.store.schema.known(read(row, 'sys_class_name')), row };
}
