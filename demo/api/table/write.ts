import { requireRight } from '../../access/access.ts';
import { empty, result, type Answer } from '../../http/answer.ts';
import { objectOf } from '../../http/body.ts';
import { askingOf, isOn, nameOf, type SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { asShown } from '../../records/shown-values.ts';
import { wanted, type Wanted } from '../../records/values.ts';
import type { Table } from '../../schema/table.ts';
import { read, type Row } from '../../store/row.ts';
import { changeRecord, dropRecord, makeRecord } from './change.ts';
import { recordNamed } from './one.ts';
import { shapeOf, tableNamed } from './parameters.ts';
import { renderer } from './render.ts';

/** `POST /api/now/table/{table}`. */
export function createRecord(instance: Instance, call: SignedCall): Answer {
  const table = tableNamed(instance.store.schema, call);
  const what = withSysIdAllowed(instance, call, wantedBy(instance, call, table, true));
  requireRight(instance, call.session, 'insert', draftOf(call, table, what));
  const row = makeRecord(instance, askingOf(call), table.name, what);
  const location = `${instance.url()}/api/now/table/${table.name}/${read(row, 'sys_id')}`;
  return shown(instance, call, table, row, 201, { Location: location });
}

/** `PATCH` and `PUT /api/now/table/{table}/{sys_id}`: both set what is given and leave the rest. */
export function updateRecord(instance: Instance, call: SignedCall): Answer {
  const { table, row: before } = recordNamed(instance, call);
  const what = wantedBy(instance, call, table, false);
  requireRight(instance, call.session, 'update', before);
  const row = changeRecord(instance, askingOf(call), before, what);
  return shown(instance, call, table, row, 200);
}

/** `DELETE /api/now/table/{table}/{sys_id}`. */
export function deleteRecord(instance: Instance, call: SignedCall): Answer {
  const { row } = recordNamed(instance, call);
  requireRight(instance, call.session, 'delete', row);
  dropRecord(instance, askingOf(call), row);
  return empty(204);
}

function wantedBy({ store }: Instance, call: SignedCall, table: Table, isNew: boolean): Wanted {
  const body = objectOf(call);
  const quiet = isOn(call, 'sysparm_suppress_auto_sys_field');
  if (!isOn(call, 'sysparm_input_display_value')) return { ...wanted(table, body, isNew), quiet };
  return { ...wanted(table, body, isNew, asShown(store, call.session.zone)), quiet };
}

/** A fault makes the instance choose the sys_id by itself, whatever the client chose. */
function withSysIdAllowed({ faults }: Instance, call: SignedCall, what: Wanted): Wanted {
  if (!faults.take('own-sys-ids', nameOf(call))) return what;
  return { ...what, values: { ...what.values, sys_id: '' } };
}

/** What rights are asked about before there is a record: whose it will be counts. */
function draftOf(call: SignedCall, table: Table, { values }: Wanted): Row {
  const owner = table.columns.has('user') ? { user: call.session.sysId } : {};
  return { ...owner, ...values, sys_class_name: table.name };
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
  return result(renderer(instance, table, shapeOf(call, table), call)(row), headers, status);
}
