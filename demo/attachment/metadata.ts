import { canRead, requireRight } from '../access/access.ts';
import { empty, result, type Answer } from '../http/answer.ts';
import { objectOf } from '../http/body.ts';
import { askingOf, type SignedCall } from '../http/call.ts';
import type { Instance } from '../instance.ts';
import { wanted } from '../records/values.ts';
import { notFound } from '../refusal.ts';
import { known } from '../schema/schema.ts';
import { read, type Row } from '../store/row.ts';
import { changeRecord, dropRecord } from '../table/change.ts';
import { pageOf } from '../table/list.ts';
import { windowOf } from '../table/parameters.ts';

const MOST = 1000;

/** An attachment as the Attachment API shows it: its record, with the address of its bytes. */
export function metadata(instance: Instance, row: Row): Row {
  return { ...row, download_link: `${instance.url()}/api/now/attachment/${read(row, 'sys_id')}/file` };
}

/** `GET /api/now/attachment`. */
export function listAttachments(instance: Instance, call: SignedCall): Answer {
  const found = pageOf(instance, call, known('sys_attachment'), windowOf(call, MOST));
  const rows = found.rows.filter((row) => canRead(instance, call.session, row));
  const count = found.total === null ? {} : { 'X-Total-Count': String(found.total) };
  return result(
    rows.map((row) => metadata(instance, row)),
    count,
  );
}

/** `GET /api/now/attachment/{sys_id}`. */
export function getAttachment(instance: Instance, call: SignedCall): Answer {
  return result(metadata(instance, attachmentNamed(instance, call)));
}

/** `PATCH /api/now/attachment/{sys_id}`: gives the file another name. */
export function renameAttachment(instance: Instance, call: SignedCall): Answer {
  const row = attachmentNamed(instance, call);
  requireRight(call.session, 'update', targetOf(instance, row));
  const { values } = wanted(known('sys_attachment'), objectOf(call), false);
  const name = values['file_name'] ?? read(row, 'file_name');
  const what = { values: { file_name: name }, notes: new Map<string, string>() };
  changeRecord(instance, askingOf(call), row, what);
  return empty(204);
}

/** `DELETE /api/now/attachment/{sys_id}`. */
export function deleteAttachment(instance: Instance, call: SignedCall): Answer {
  const row = attachmentNamed(instance, call);
  requireRight(call.session, 'update', targetOf(instance, row));
  dropRecord(instance, askingOf(call), row);
  instance.files.remove(read(row, 'sys_id'));
  return empty(204);
}

/** The attachment a path names, if the user may see what it is attached to. */
export function attachmentNamed(instance: Instance, call: SignedCall): Row {
  const row = instance.store.get('sys_attachment', (call.params['sys_id'] ?? '').toLowerCase());
  if (!row || !canRead(instance, call.session, row)) throw notFound();
  return row;
}

function targetOf(instance: Instance, row: Row): Row {
  return instance.store.get(read(row, 'table_name'), read(row, 'table_sys_id')) ?? row;
}
