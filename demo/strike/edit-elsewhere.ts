import { sessionOf, userNamed } from '../access/session.ts';
import { changeRecord } from '../api/table/change.ts';
import type { Fault } from '../faults/faults.ts';
import type { Call } from '../http/call.ts';
import type { Instance } from '../instance.ts';
import { find } from '../query/path.ts';
import { wanted } from '../records/values.ts';
import { Refusal } from '../refusal.ts';
import { read, type Row } from '../store/row.ts';

/** Requests that name a record: of the Table API, and calls of scripted endpoints about one. */
const naming = [
  /^\/api\/now\/table\/([^/]+)\/([0-9a-f]{32})$/i,
  /^\/api\/x_\w+\/v\d\/(\w+)\/([0-9a-f]{32})\/\w+$/i,
];

/**
 * The record that the fault changes when the request comes; undefined when the request is about none, so that the fault
 * waits for one that is.
 */
export function editedBy(instance: Instance, call: Call, fault: Fault): Row | undefined {
  if (fault.record !== '') return find(instance.store, ...halves(fault.record));
  for (const pattern of naming) {
    const named = pattern.exec(call.path);
    if (named) return find(instance.store, named[1] ?? '', (named[2] ?? '').toLowerCase());
  }
  return undefined;
}

/** Changes the record as somebody else; without fields, its short description. What rules turn down does not happen. */
export function editElsewhere(instance: Instance, row: Row, { fields, as }: Fault): void {
  const editor = userNamed(instance.store, as);
  const table = instance.store.schema.get(read(row, 'sys_class_name'));
  if (!editor || !table) return;
  const given =
    Object.keys(fields).length > 0
      ? fields
      : { short_description: `${read(row, 'short_description')} (changed)` };
  const session = sessionOf(instance.store, editor);
  try {
    changeRecord(
      instance,
      { session, key: null, request: 'edit-elsewhere' },
      row,
      wanted(table, given, false),
    );
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
  }
}

function halves(record: string): [string, string] {
  const [table = '', sysId = ''] = record.split('/');
  return [table, sysId];
}
