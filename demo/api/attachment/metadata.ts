import { canRead, requireRight } from '../../access/access.ts';
import { empty, result, type Answer } from '../../http/answer.ts';
import { objectOf } from '../../http/body.ts';
import { askingOf, type SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { wanted } from '../../records/values.ts';
import { notFound, Refusal } from '../../refusal.ts';
import { read, type Row } from '../../store/row.ts';
import { changeRecord, dropRecord } from '../table/change.ts';
import { pageOf } from '../table/list.ts';
import { windowOf } from '../table/parameters.ts';

const MOST = 1000;

/** An attachment as the Attachment API shows it: its record, with the address of its bytes. */
export function metadata(instance: Instance, row: Row): Row {
  const named = (column: string): string =>
    read(instance.store.table('sys_user').where('user_name', read(row, column))[0], 'name');
  return {
    ...row,
    download_link: `${instance.url()}/api/now/attachment/${read(row, 'sys_id')}/file`,
    created_by_name: named('sys_created_by'),
    updated_by_name: named('sys_updated_by'),
  };
}

/** `GET /api/now/attachment`. */
export function listAttachments(instance: Instance, call: SignedCall): Answer {
  const found = pageOf(instance, call, instance.store.schema.known('sys_attachment'), windowOf(call, MOST));
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
  requireRight(instance, call.session, 'update', targetOf(instance, row));
  const { values } = wanted(instance.store.schema.known('sys_attachment'), objectOf(call), false);
  const name = values['file_name'] ?? '';
  if (name === '') throw new Refusal(400, 'Missing or invalid parameter', 'file_name is missing');
  const what = { values: { file_name: name }, notes: new Map<string, string>() };
  changeRecord(instance, askingOf(call), row, what);
  return empty(204);
}

/** `DELETE /api/now/attachment/{sys_id}`. */
export function deleteAttachment(instance: Instance, call: SignedCall): Answer {
  const row = attachmentNamed(instance, call);
  requireRight(instance, call.session, 'update', targetOf(instance, row));
  dropRecord(instance, askingOf(call), row);
  return empty(204);
}

/** The attachment a path names, if the user may see what it is attached to. */
export function attachmentNamed(instance: Instance, call: SignedCall): Row {
  const row = instance.store.get('sys_attachment', (call.params['sys_id'] ?? '').toLowerCase());
  if (!row || !canRead(instance, call.session, row)) throw notFound();
  return row;
}

/** The record that an attachment belongs to. */
export function targetOf(instance: Instance, row: Row): Row {
  return instance.store.get(read(row, 'table_name'), read(row, 'table_sys_id')) ?? row;
}
