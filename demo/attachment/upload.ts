import { createHash } from 'node:crypto';
import { requireRight } from '../access/access.ts';
import { result, type Answer } from '../http/answer.ts';
import { askingOf, type SignedCall } from '../http/call.ts';
import type { Instance } from '../instance.ts';
import { find } from '../query/path.ts';
import { notFound, Refusal, tooLargeFile } from '../refusal.ts';
import { read } from '../store/row.ts';
import { metadata } from './metadata.ts';
import { partsOf } from './multipart.ts';
import { measuresOf } from './picture.ts';

/** `POST /api/now/attachment/file`: the body is the file, everything else is in the address. */
export function uploadFile(instance: Instance, call: SignedCall): Answer {
  const type = call.headers['content-type'];
  if (type === undefined) throw missing('Content-Type');
  const told = (name: string): string => call.query.get(name) ?? '';
  return attach(instance, call, {
    table: told('table_name'),
    record: told('table_sys_id'),
    name: told('file_name'),
    created: told('creation_time'),
    type,
    bytes: call.body,
  });
}

/** `POST /api/now/attachment/upload`: a form whose last part is the file. */
export function uploadForm(instance: Instance, call: SignedCall): Answer {
  const parts = partsOf(call.headers['content-type'] ?? '', call.body);
  const told = (name: string): string =>
    parts.find((part) => part.name === name)?.bytes.toString('utf8') ?? '';
  const file = parts.find((part) => part.fileName !== null);
  if (!file) throw missing('the file');
  return attach(instance, call, {
    table: told('table_name'),
    record: told('table_sys_id'),
    name: file.fileName ?? '',
    created: '',
    type: file.type,
    bytes: file.bytes,
  });
}

interface File {
  table: string;
  record: string;
  name: string;
  created: string;
  type: string;
  bytes: Buffer;
}

function attach(instance: Instance, call: SignedCall, file: File): Answer {
  if (file.table === '') throw missing('table_name');
  if (file.record === '') throw missing('table_sys_id');
  if (file.name === '') throw missing('file_name');
  if (file.bytes.length > instance.limits.attachmentBytes) {
    throw tooLargeFile(instance.limits.attachmentBytes);
  }
  const target = find(instance.store, file.table, file.record.toLowerCase());
  if (!target) throw notFound();
  requireRight(call.session, 'update', target);
  const table = read(target, 'sys_class_name');
  const size = String(file.bytes.length);
  const picture = measuresOf(file.bytes);
  const values = {
    table_name: table,
    table_sys_id: read(target, 'sys_id'),
    file_name: file.name.slice(0, 100),
    content_type: file.type.slice(0, 100),
    size_bytes: size,
    size_compressed: size,
    creation_time: file.created,
    ...(picture && { image_width: String(picture.width), image_height: String(picture.height) }),
    hash: createHash('sha256').update(file.bytes).digest('hex'),
  };
  const { key, request } = askingOf(call);
  const row = instance.store.together(() => {
    const made = instance.records.insert(call.session, 'sys_attachment', { values, notes: new Map() });
    instance.files.put(read(made, 'sys_id'), file.bytes);
    instance.ledger.add({
      user: call.session.userName,
      table,
      sys_id: values.table_sys_id,
      op: 'file',
      key,
      request,
      fields: {
        sys_id: read(made, 'sys_id'),
        file_name: values.file_name,
        content_type: values.content_type,
        size_bytes: size,
      },
    });
    return made;
  });
  const location = `${instance.url()}/api/now/attachment/${read(row, 'sys_id')}`;
  return result(metadata(instance, row), { Location: location }, 201);
}

function missing(what: string): Refusal {
  return new Refusal(400, 'Missing or invalid parameter', `${what} is missing`);
}
