import { requireRight } from '../access/access.ts';
import { empty, result, type Answer } from '../http/answer.ts';
import { objectOf } from '../http/body.ts';
import { keyOf, type SignedCall } from '../http/call.ts';
import type { Instance } from '../instance.ts';
import { wanted, type Wanted } from '../records/values.ts';
import type { Table } from '../schema/table.ts';
import { read, type Row } from '../store/row.ts';
import { recordNamed } from './one.ts';
import { shapeOf, tableNamed } from './parameters.ts';
import { renderer } from './render.ts';

/** `POST /api/now/table/{table}`. */
export function createRecord(instance: Instance, call: SignedCall): Answer {
  const table = tableNamed(call.params['table']);
  const what = wanted(table, objectOf(call), true);
  requireRight(call.session, 'insert', draftOf(call, table, what));
  const row = instance.store.together(() => {
    const made = instance.records.insert(call.session, table.name, what);
    const effect = effectOn(call, table, made);
    instance.ledger.add({ ...effect, op: 'insert', fields: what.values });
    noteEffects(instance, effect, what);
    return made;
  });
  const location = `${instance.url()}/api/now/table/${table.name}/${read(row, 'sys_id')}`;
  return shown(instance, call, table, row, 201, { Location: location });
}

/** `PATCH` and `PUT /api/now/table/{table}/{sys_id}`: both set what is given and leave the rest. */
export function updateRecord(instance: Instance, call: SignedCall): Answer {
  const { table, row: before } = recordNamed(instance, call);
  const what = wanted(table, objectOf(call), false);
  requireRight(call.session, 'update', before);
  const row = instance.store.together(() => {
    const after = instance.records.update(call.session, table.name, read(before, 'sys_id'), what);
    const effect = effectOn(call, table, after);
    const moved = Object.entries(what.values).some(([field, value]) => read(before, field) !== value);
    if (moved) instance.ledger.add({ ...effect, op: 'update', fields: what.values });
    noteEffects(instance, effect, what);
    return after;
  });
  return shown(instance, call, table, row, 200);
}

/** `DELETE /api/now/table/{table}/{sys_id}`. */
export function deleteRecord(instance: Instance, call: SignedCall): Answer {
  const { table, row } = recordNamed(instance, call);
  requireRight(call.session, 'delete', row);
  instance.store.together(() => {
    instance.records.remove(call.session, table.name, read(row, 'sys_id'));
    instance.ledger.add({ ...effectOn(call, table, row), op: 'delete', fields: {} });
  });
  return empty(204);
}

/** What rights are asked about before there is a record: whose it will be counts. */
function draftOf(call: SignedCall, table: Table, { values }: Wanted): Row {
  const owner = table.columns.has('user') ? { user: call.session.sysId } : {};
  return { ...owner, ...values, sys_class_name: table.name };
}

interface Where {
  user: string;
  table: string;
  sys_id: string;
  key: string | null;
}

function effectOn(call: SignedCall, table: Table, row: Row): Where {
  return { user: call.session.userName, table: table.name, sys_id: read(row, 'sys_id'), key: keyOf(call) };
}

function noteEffects(instance: Instance, effect: Where, { notes }: Wanted): void {
  for (const [column, text] of notes)
    instance.ledger.add({ ...effect, op: 'note', fields: { [column]: text } });
}

function shown(
  instance: Instance,
  call: SignedCall,
  table: Table,
  row: Row,
  status: number,
  headers: Record<string, string> = {},
): Answer {
  if (call.headers['x-no-response-body'] === 'true') return empty(status, headers);
  return result(renderer(instance, table, shapeOf(call), call)(row), headers, status);
}
